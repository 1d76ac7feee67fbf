"""Plans (Sasaran Kinerja Pegawai): results, indicators, targets, expected behavior, and the
catalogue of measures that indicators refer to. PermenPANRB 6/2022, Bab II and annex.
"""
