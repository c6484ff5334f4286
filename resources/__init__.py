"""Data that ships with Loket: catalogues, regions, calendar, fonts, icons, translations, manual."""
