namespace QrisPayments.Web;

/// <summary>Where the asset endpoint looks. The hash has to fit, or there is no such file.</summary>
internal interface IAssetSource
{
    Asset? Find(string hash, string file);
}
