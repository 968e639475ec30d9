using System.Numerics;

namespace QrisPayments.Codec;

// Rules on the merchant accounts: 02 to 51. What is inside 26 to 51 is national, so QRIS rules need a QRIS.
internal ref partial struct PayloadChecker<TSink>
{
    private const ulong AccountIds = (1UL << (ObjectLevel.Repository + 1)) - (1UL << ObjectLevel.FirstPrimitiveAccount);
    private const int MaxGlobalId = 32;
    private const int MaxPan = 19;
    private const int MaxMerchantId = 15;

    /// <summary>
    /// Currency 360 or country ID make a code Indonesian; a code that lacks both is still a broken QRIS, not another
    /// country's, when its accounts are Indonesian.
    /// </summary>
    private readonly bool IsNationalCode()
    {
        if (Root[58].HasValue && IsIndonesia(ValueOf(Root[58]))) return true;
        if (Root[53].HasValue && ValueOf(Root[53]) is Currency.Rupiah) return true;

        for (var id = ObjectLevel.FirstAccountTemplate; id <= ObjectLevel.Repository; id++)
        {
            if (Root[id].HasValue && _tlv.Find(Root[id], 0, out var globalId) && NationalId.IsIndonesian(_tlv[globalId])) return true;
        }

        return false;
    }

    private void CheckAccounts()
    {
        var accounts = _lowIds & AccountIds;
        for (var left = accounts; left != 0; left &= left - 1)
        {
            var id = BitOperations.TrailingZeroCount(left);
            if (id >= ObjectLevel.FirstAccountTemplate && Root[id].HasValue) CheckAccount(id, Root[id]);
        }

        if (!IsChain) return;
        if (accounts == 0) ReportMissing(QrisRules.MerchantAccountMissing, TagPath.Root, _end);
        else if (IsQris && !Root[ObjectLevel.Repository].IsPresent)
            ReportMissing(QrisRules.RepositoryMissing, ObjectLevel.Repository, _end);
    }

    private void CheckAccount(int id, Slot template)
    {
        SlotMap objects = default;
        if (!ScanTemplate(template, id, ref objects)) return;

        if (IsLonger(objects[0], MaxGlobalId)) Report(QrisRules.GlobalIdLong, (TagPath)id / 0, objects[0]);

        if (IsQris && id == ObjectLevel.Repository) CheckRepository(template, ref objects);
        else if (IsQris && id <= ObjectLevel.LastAcquirer) CheckAcquirer(id, template, ref objects);
        else if (!objects[0].IsPresent) ReportMissing(QrisRules.TemplateIdMissing, (TagPath)id / 0, template.End);
    }

    private void CheckAcquirer(TagPath path, Slot template, ref SlotMap objects)
    {
        if (!objects[0].IsPresent) ReportMissing(QrisRules.AccountIdMissing, path / 0, template.End);

        if (!objects[1].IsPresent) ReportMissing(QrisRules.PanMissing, path / 1, template.End);
        else if (objects[1].HasValue) CheckPan(path / 1, objects[1]);

        // A transfer between persons names a beneficiary and has no criteria.
        if (IsTransfer) return;

        if (!objects[2].IsPresent) ReportMissing(QrisRules.MerchantIdMissing, path / 2, template.End);
        else if (IsLonger(objects[2], MaxMerchantId)) Report(QrisRules.MerchantIdLong, path / 2, objects[2]);

        if (!objects[3].IsPresent) ReportMissing(QrisRules.CriteriaMissing, path / 3, template.End);
        else if (objects[3].HasValue && !NationalId.IsCriteria(ValueOf(objects[3])))
            Report(QrisRules.CriteriaUnknown, path / 3, objects[3]);
    }

    private void CheckPan(TagPath path, Slot slot)
    {
        var pan = ValueOf(slot);
        if (!Digits.AreAll(pan))
        {
            Report(Foreign(QrisRules.PanMalformed, slot.Start, slot.Length), path, slot);
            return;
        }

        // Luhn is not asked for: live codes carry the PAN without its check digit.
        if (pan.Length > MaxPan) Report(QrisRules.PanTooLong, path, slot);
        if (!pan.StartsWith(NationalId.PanPrefix, StringComparison.Ordinal)) Report(QrisRules.PanPrefix, path, slot);
        else if (pan.Length > 8 && pan[8] > '3') Report(QrisRules.PanKindReserved, path, slot.Start + 8, 1);
    }

    private void CheckRepository(Slot template, ref SlotMap objects)
    {
        TagPath path = ObjectLevel.Repository;

        if (!objects[0].IsPresent) ReportMissing(QrisRules.RepositoryIdMissing, path / 0, template.End);
        else if (objects[0].HasValue && ValueOf(objects[0]) is not NationalId.Repository)
            Report(QrisRules.RepositoryIdUnusual, path / 0, objects[0]);

        if (!objects[2].IsPresent) ReportMissing(QrisRules.NmidMissing, path / 2, template.End);
        else if (objects[2].HasValue && !NationalId.IsNmid(ValueOf(objects[2])))
            Report(Foreign(QrisRules.NmidMalformed, objects[2].Start, objects[2].Length), path / 2, objects[2]);

        if (objects[3].HasValue && !NationalId.IsCriteria(ValueOf(objects[3])))
            Report(QrisRules.RepositoryCriteriaUnknown, path / 3, objects[3]);
    }
}
