"""Two real cities as an example: their published figures, and answers drawn to fit them.

The figures were printed by the cities themselves (reports of 2023, public by art. 4 of PermenPANRB 14/2017).
The single answers were never published; those made here are drawn, and say so wherever they are shown.
"""
