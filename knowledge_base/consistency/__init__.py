"""What two texts say, compared without understanding them: values with units, yes or no, and what is asked."""
