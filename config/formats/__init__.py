"""How Waymark writes days and hours where Django's own way does not fit into a sentence."""
