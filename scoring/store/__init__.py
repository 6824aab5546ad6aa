"""The only place that speaks SQL: ``tables`` what is kept, ``reading`` questions, ``work`` commits."""
