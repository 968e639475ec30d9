namespace QrisPayments.Codec;

// Rules on 62, and on the templates and reserved ids nobody has given a meaning in a QRIS.
internal ref partial struct PayloadChecker<TSink>
{
    private const int MaxAdditionalValue = 25;
    private const int LastKnownAdditionalId = 10;

    private readonly bool IsTransfer =>
        Root[ObjectLevel.AdditionalData].HasValue
        && _tlv.Find(Root[ObjectLevel.AdditionalData], 8, out var purpose)
        && NationalId.IsTransfer(ValueOf(purpose));

    private void CheckAdditionalData()
    {
        var template = Root[ObjectLevel.AdditionalData];
        if (!template.HasValue) return;

        SlotMap objects = default;
        if (!ScanTemplate(template, ObjectLevel.AdditionalData, ref objects)) return;

        TagPath path = ObjectLevel.AdditionalData;
        if (IsLonger(objects[1], MaxAdditionalValue)) Report(QrisRules.BillNumberTooLong, path / 1, objects[1]);

        for (var id = 2; id <= 8; id++)
        {
            if (IsLonger(objects[id], MaxAdditionalValue)) Report(QrisRules.AdditionalDataLong, path / id, objects[id]);
        }

        if (objects[9].HasValue && !AdditionalValue.IsConsumerDataRequest(ValueOf(objects[9])))
            Report(QrisRules.ConsumerDataMalformed, path / 9, objects[9]);

        if (objects[0].IsPresent) Report(QrisRules.AdditionalDataUnknown, path / 0, objects[0]);
        for (var id = LastKnownAdditionalId + 1; id <= 99; id++)
        {
            if (objects[id].IsPresent) Report(QrisRules.AdditionalDataUnknown, path / id, objects[id]);
        }
    }

    private void CheckOtherTemplates()
    {
        if (_highestId <= ObjectLevel.Language) return;

        for (var id = 65; id < ObjectLevel.FirstUnreserved; id++)
        {
            if (Root[id].IsPresent) Report(QrisRules.ObjectUnknown, id, Root[id].Start - 4, Root[id].Length + 4);
        }

        for (var id = ObjectLevel.FirstUnreserved; id <= 99; id++)
        {
            if (!Root[id].HasValue) continue;
            if (!_tlv.IsChain(Root[id])) Report(QrisRules.TemplateUnopened, id, Root[id]);
            else if (!_tlv.Find(Root[id], 0, out _)) ReportMissing(QrisRules.TemplateIdMissing, (TagPath)id / 0, Root[id].End);
        }
    }
}
