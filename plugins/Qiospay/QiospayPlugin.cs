using QrisPayments.Plugins;

[assembly: QrisPlugin(typeof(QrisPayments.Qiospay.QiospayPlugin), "qiospay", Name = "Qiospay / OkeConnect",
    Description = "Your own QRIS with a unique amount; payments are read from the mutation ledger.", Website = "https://qiospay.id",
    Documentation = "https://qiospay.id/api_docs.php")]

namespace QrisPayments.Qiospay;

/// <summary>Qiospay and OkeConnect as we are their client; and their API as we answer it.</summary>
public sealed class QiospayPlugin : QrisPlugin
{
    /// <inheritdoc/>
    public override void Configure(IPluginBuilder builder)
    {
        builder.AddProvider<QiospaySettings>(context => new QiospayProvider(context));
        builder.AddFacade(_ => new QiospayFacade());
    }
}
