using System.Globalization;
using System.Net.Http.Headers;
using QrisPayments.PayDigital.Wire;
using QrisPayments.Plugins;

namespace QrisPayments.PayDigital;

/// <summary>Opens invoices at PayDigital and asks how they stand; it sends no webhooks (WIRE P8).</summary>
internal sealed class PayDigitalProvider(ProviderContext<PayDigitalSettings> context) : IPaymentProvider, IQueryStatus
{
    private readonly PayDigitalSettings _settings = context.Settings;

    public ProviderTraits Traits { get; } = new() { MinAmount = 1000 };

    public async Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>
        {
            [Fields.ApiKey] = _settings.ApiKey,
            [Fields.StoreId] = _settings.StoreId!.Value.ToString(CultureInfo.InvariantCulture),
            [Fields.Amount] = request.Amount.ToString(CultureInfo.InvariantCulture),
            [Fields.Description] = Reference(request),
        };
        if (_settings.SendCustomerName && request.Customer?.Name is { } name) fields[Fields.CustomerName] = name;

        var answer = await context.Http.SendForJsonAsync(Form("create_payment.php", fields), PayDigitalJson.Default.Answer,
            cancellationToken);
        return AnswerReader.Created(answer, request, context.Clock.GetUtcNow());
    }

    public async Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken)
    {
        // The answer to the create was lost, and PayDigital finds invoices by its own number alone. Nobody ever saw that QR,
        // so nobody pays it.
        if (attempt.ProviderRef is not { } invoice) return new StatusResult.Pending();

        var question = _settings.StatusMethod == StatusMethod.Get
            ? new HttpRequestMessage(HttpMethod.Get,
                Address($"payment.php?{Fields.Invoice}={Uri.EscapeDataString(invoice)}")) { Headers = { Authorization = Bearer } }
            : Form("payment.php", new Dictionary<string, string> { [Fields.ApiKey] = _settings.ApiKey, [Fields.Invoice] = invoice });
        return AnswerReader.State(await context.Http.SendForJsonAsync(question, PayDigitalJson.Default.Answer, cancellationToken), attempt);
    }

    // The text wants the key in two places and its samples use one of them: both get it, and the address never (WIRE P3).
    private HttpRequestMessage Form(string path, Dictionary<string, string> fields) =>
        new(HttpMethod.Post, Address(path)) { Headers = { Authorization = Bearer }, Content = new FormUrlEncodedContent(fields) };

    private AuthenticationHeaderValue Bearer => new("Bearer", _settings.ApiKey);

    private static Uri Address(string path) => new(path, UriKind.Relative);

    /// <summary>Our reference for the person who compares two lists: PayDigital has no field of its own for it (WIRE P7).</summary>
    private static string Reference(OpenRequest request)
    {
        var text = $"{request.AttemptId} {request.OrderId}";
        return string.Concat(text.Take(50).Select(character => character is >= ' ' and <= '~' ? character : '?'));
    }
}
