namespace QrisPayments.Midtrans;

/// <summary>Where Midtrans answers. Keys of one environment are refused by the other.</summary>
internal static class MidtransHosts
{
    public static Uri Core(bool isProduction) => new(isProduction ? "https://api.midtrans.com/" : "https://api.sandbox.midtrans.com/");

    public static Uri Snap(bool isProduction) => new(isProduction ? "https://app.midtrans.com/" : "https://app.sandbox.midtrans.com/");
}
