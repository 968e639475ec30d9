namespace QrisPayments.Codec;

/// <summary>
/// A checked payload, read where it stands: every value is a slice of the caller's text. Checking and reading
/// allocate nothing. Use <see cref="QrisInspector"/> to learn what is wrong with a text, and
/// <see cref="ToPayload"/> for an object model that outlives the text.
/// </summary>
public readonly ref struct QrisView
{
    private readonly SlotMap _root;
    private readonly TlvText _tlv;

    internal QrisView(TlvText payload, scoped in SlotMap root, bool isQris)
    {
        _root = root;
        _tlv = payload;
        IsQris = isQris;
    }

    /// <summary>
    /// Checks a text against every rule of the profile; true when nothing is rejected. Never throws, whatever the
    /// text, and takes time linear in its length; a text of more than 1,024 characters is not opened at all.
    /// </summary>
    /// <param name="text">The payload, as scanned; white space and a byte order mark around it are left aside with a warning.</param>
    /// <param name="view">The checked payload; its members are empty when the answer is false.</param>
    /// <param name="profile">How strictly to check.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out QrisView view, QrisProfile profile = QrisProfile.Live)
    {
        var checker = new PayloadChecker<RejectFlag>(text, new RejectFlag(profile));
        checker.Check();
        if (checker.Sink.Rejected)
        {
            view = default;
            return false;
        }

        view = new QrisView(checker.Payload, in checker.Root, checker.IsQris);
        return true;
    }

    /// <summary>The payload, without what surrounded it.</summary>
    public ReadOnlySpan<char> Payload => _tlv.Text;

    /// <summary>
    /// Whether the national rules apply: currency 360, country ID, or an Indonesian account (QRIS national text, tags 53 and 58).
    /// </summary>
    public bool IsQris { get; }

    /// <summary>Tag 01 is 12 (EMVCo MPM, id 01). A code without tag 01 is static.</summary>
    public bool IsDynamic => this[1] is "12";

    /// <summary>The value of a root object, 0 to 99; empty when it is absent (a value is never empty: EMVCo MPM, data objects).</summary>
    public ReadOnlySpan<char> this[int id] => (uint)id <= 99 && _root[id].HasValue ? _tlv[_root[id]] : default;

    /// <summary>The value of an object inside a template, such as 51 and 2 for the NMID; empty when it is absent.</summary>
    public ReadOnlySpan<char> this[int template, int id] =>
        (uint)template <= 99 && ObjectLevel.IsTemplate(template) && _tlv.Find(_root[template], id, out var value) ? _tlv[value] : default;

    /// <summary>Tag 54 as it is written; empty when the payer types the amount.</summary>
    public ReadOnlySpan<char> AmountText => this[54];

    /// <summary>Tag 54 in whole rupiah; null when it is absent, not in rupiah (53 = 360), or not a whole number of rupiah.</summary>
    public long? Amount
    {
        get
        {
            if (this[53] is not Currency.Rupiah) return null;
            var amount = DecimalText.Read(AmountText, Currency.DecimalsOf(Currency.Rupiah));
            return amount.Fault == DecimalFault.None && !amount.HasFraction ? amount.Whole : null;
        }
    }

    /// <summary>Tag 59.</summary>
    public ReadOnlySpan<char> MerchantName => this[59];

    /// <summary>Tag 60.</summary>
    public ReadOnlySpan<char> MerchantCity => this[60];

    /// <summary>Tag 53, ISO 4217 numeric; 360 is the rupiah.</summary>
    public ReadOnlySpan<char> CurrencyCode => this[53];

    /// <summary>Tag 58, ISO 3166-1 alpha-2.</summary>
    public ReadOnlySpan<char> CountryCode => this[58];

    /// <summary>The national merchant id (51.02), where the code is a QRIS.</summary>
    public ReadOnlySpan<char> Nmid => IsQris ? this[ObjectLevel.Repository, 2] : default;

    /// <summary>The merchant PAN of the first acquirer (26-45, sub-object 01), where the code is a QRIS.</summary>
    public ReadOnlySpan<char> Pan => FirstAcquirer(1);

    /// <summary>The institution behind <see cref="Pan"/>: its first eight digits (QRIS national text, national numbering system).</summary>
    public ReadOnlySpan<char> Nns => Pan is { Length: >= 8 } pan ? pan[..8] : default;

    /// <summary>The merchant criteria of the first acquirer (26-45, sub-object 03); empty where issuers assume URE.</summary>
    public ReadOnlySpan<char> Criteria => FirstAcquirer(3);

    /// <summary>Reads the payload into objects that own their text.</summary>
    public QrisPayload ToPayload() => QrisPayload.FromChecked(Payload);

    internal TlvText Tlv => _tlv;

    internal bool IsPresent(int id) => _root[id].IsPresent;

    private ReadOnlySpan<char> FirstAcquirer(int id)
    {
        if (!IsQris) return default;
        for (var template = ObjectLevel.FirstAccountTemplate; template <= ObjectLevel.LastAcquirer; template++)
        {
            if (_root[template].HasValue) return this[template, id];
        }

        return default;
    }
}
