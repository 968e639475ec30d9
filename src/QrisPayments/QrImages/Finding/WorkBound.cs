namespace QrisPayments.QrImages.Finding;

/// <summary>
/// How much may be done for one picture, counted in pixels looked at: whoever sends a picture made of finder patterns gets
/// no more of the processor than others. Counted and not timed, so that a picture is read or not read everywhere alike.
/// </summary>
internal sealed class WorkBound(long steps)
{
    public long Left { get; private set; } = steps;

    public bool IsSpent => Left <= 0;

    public void Spend(long steps) => Left -= steps;
}
