print("blackout")
