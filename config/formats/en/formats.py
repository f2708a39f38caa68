"""English: hours as "2:30 PM". Django's own "2:30 p.m." makes two periods of one at the end of a sentence."""

TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "N j, Y, g:i A"
SHORT_DATETIME_FORMAT = "m/d/Y g:i A"
