using System.Text;

namespace QrisPayments.Codec;

/// <summary>
/// Holds one text to every rule. It runs once over the objects, keeps where they stand, and never throws or allocates
/// by itself: what is found goes to the sink. Offsets are those of the text as given, padding included.
/// </summary>
internal ref partial struct PayloadChecker<TSink> where TSink : IFindingSink
{
    // Twice the limit is no QR payload any more. Nothing in it is opened, so that a long text costs next to nothing.
    private const int MaxOpenedLength = 2 * QrisPayload.MaxLength;

    // The payload without its padding. Slots are relative to it, so that padding of any length cannot overflow them.
    private readonly ReadOnlySpan<char> _text;
    private readonly int _padding;
    private readonly int _paddingAfter;
    private readonly int _end;
    private readonly bool _isPlain;
    private TlvText _tlv;

    // Which ids below 64 the root holds, one bit each, and the highest of all: nobody walks through a hundred slots to
    // find ten.
    private ulong _lowIds;
    private int _highestId;

    /// <summary>The objects of the root; of a duplicate the first.</summary>
    public SlotMap Root;

    public TSink Sink;

    public PayloadChecker(ReadOnlySpan<char> text, TSink sink)
    {
        _text = Characters.TrimPadding(text, out _padding);
        _end = _text.Length;
        _paddingAfter = text.Length - _padding - _end;
        _isPlain = _end <= MaxOpenedLength && Characters.ArePrintableAscii(_text);
        Sink = sink;
    }

    /// <summary>The payload without what surrounds it, ready to be read.</summary>
    public readonly TlvText Payload => _tlv;

    /// <summary>Where the payload starts in the text as given.</summary>
    public readonly int PayloadStart => _padding;

    /// <summary>Whether the root is a chain of whole objects to its end.</summary>
    public bool IsChain { get; private set; }

    /// <summary>Whether the text was short enough to be opened, and not empty.</summary>
    public bool IsOpened { get; private set; }

    public bool IsQris { get; private set; }

    public void Check()
    {
        if (_text.IsEmpty)
        {
            Report(QrisRules.Empty, TagPath.Root, 0, 0);
            return;
        }

        if (_padding > 0) Report(QrisRules.SurroundingSpace, TagPath.Root, -_padding, _padding);
        else if (_paddingAfter > 0) Report(QrisRules.SurroundingSpace, TagPath.Root, _end, _paddingAfter);

        IsOpened = CheckSize();
        if (!IsOpened) return;

        _tlv = new TlvText(_text, _isPlain);
        IsChain = ScanRoot();
        if (!_isPlain) CheckCharacters();

        CheckFormatIndicator();
        CheckSeal();
        IsQris = IsNationalCode();
        CheckMerchant();
        CheckAmount();
        CheckTip();
        CheckAccounts();
        CheckAdditionalData();
        CheckLanguage();
        CheckOtherTemplates();
    }

    /// <summary>Whether the text is short enough to be opened at all.</summary>
    private bool CheckSize()
    {
        if (_end > MaxOpenedLength || IsLonger(_text, QrisPayload.MaxLength))
            Report(QrisRules.PayloadTooLong, TagPath.Root, 0, _end);
        else if (!_isPlain && Encoding.UTF8.GetByteCount(_text) > QrisPayload.MaxLength)
            Report(QrisRules.PayloadLongInBytes, TagPath.Root, 0, _end);

        return _end <= MaxOpenedLength;
    }

    private bool ScanRoot()
    {
        var previous = -1;
        var isOrdered = true;

        for (var at = 0; at < _end;)
        {
            var fault = _tlv.Read(at, _end, out var id, out var value);
            if (fault != TlvFault.None)
            {
                // Behind a checksum nothing is an object; that something is there is the seal's finding.
                if (!Root[63].IsPresent) ReportFault(fault, TagPath.Root, id, at, _end);
                return false;
            }

            KeepSlot(ref Root, TagPath.Root, id, at, value);
            if (id < 64) _lowIds |= 1UL << id;
            _highestId = Math.Max(_highestId, id);

            // 63 stands last although 64 to 99 exist.
            if (id < previous && id != 63 && isOrdered)
            {
                isOrdered = false;
                Report(QrisRules.ObjectOrder, id, at, 4);
            }

            if (id != 63) previous = id;
            at = value.End;
        }

        return true;
    }

    /// <summary>Reads the objects of a template; false when it is not a chain of whole objects.</summary>
    private bool ScanTemplate(Slot template, TagPath path, ref SlotMap objects)
    {
        for (var at = template.Start; at < template.End;)
        {
            var fault = _tlv.Read(at, template.End, out var id, out var value);
            if (fault != TlvFault.None)
            {
                ReportFault(fault, path, id, at, template.End);
                return false;
            }

            KeepSlot(ref objects, path, id, at, value);
            at = value.End;
        }

        return true;
    }

    private void KeepSlot(ref SlotMap objects, TagPath level, int id, int at, Slot value)
    {
        if (objects[id].IsPresent) Report(QrisRules.DuplicateObject, level / id, at, 4);
        else objects[id] = value;

        if (!value.HasValue) Report(QrisRules.LengthZero, level / id, at, 4);
    }

    private void ReportFault(TlvFault fault, TagPath level, int id, int at, int end)
    {
        var header = Math.Min(4, end - at);
        switch (fault)
        {
            case TlvFault.HeaderCut:
                Report(QrisRules.HeaderTruncated, level, at, header);
                break;
            case TlvFault.IdNotNumeric:
                Report(Foreign(QrisRules.IdNotNumeric, at, 2), level, at, header);
                break;
            case TlvFault.LengthNotNumeric:
                Report(Foreign(QrisRules.LengthNotNumeric, at + 2, 2), level / id, at + 2, 2);
                break;
            default:
                Report(QrisRules.ValueTruncated, level / id, at, end - at);
                break;
        }
    }

    /// <summary>The given rule, unless the reason is that digits of another script stand there.</summary>
    private readonly QrisRule Foreign(QrisRule rule, int offset, int length) =>
        !_isPlain && Digits.HaveForeign(_text.Slice(offset, length)) ? QrisRules.DigitNotAscii : rule;

    private readonly ReadOnlySpan<char> ValueOf(Slot slot) => _text.Slice(slot.Start, slot.Length);

    /// <summary>More characters than allowed, a surrogate pair counting once.</summary>
    private readonly bool IsLonger(Slot slot, int limit) => IsLonger(ValueOf(slot), limit);

    private readonly bool IsLonger(ReadOnlySpan<char> value, int limit) =>
        value.Length > limit && (_isPlain || Characters.Count(value) > limit);

    private void Report(QrisRule rule, TagPath path, int offset, int length, uint detail = 0) =>
        Sink.Report(rule, path, _padding + offset, length, detail);

    private void Report(QrisRule rule, TagPath path, Slot slot) => Report(rule, path, slot.Start, slot.Length);

    /// <summary>Reports an object missing from a level, at the level's end.</summary>
    private void ReportMissing(QrisRule rule, TagPath path, int levelEnd) => Report(rule, path, levelEnd, 0);
}
