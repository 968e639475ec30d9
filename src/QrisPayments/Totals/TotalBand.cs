namespace QrisPayments.Totals;

/// <summary>The totals that one amount may have on an account.</summary>
/// <param name="Account">Whose totals they are.</param>
/// <param name="Low">The least, whole rupiah.</param>
/// <param name="High">The greatest.</param>
internal sealed record TotalBand(string Account, long Low, long High);
