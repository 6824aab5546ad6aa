"""What happens to ballots when the machine, the network or the clock fails."""
