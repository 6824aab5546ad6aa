"""The whole picture per audience, as named parts; a change sends the parts that differ.

What is hidden from an audience is not in the rows that its picture reads.
"""
