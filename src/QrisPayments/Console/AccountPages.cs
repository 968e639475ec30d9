using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>One account: its settings, when it is offered, a test call.</summary>
/// <param name="Request">The request.</param>
/// <param name="Plugin">Whose account it is.</param>
/// <param name="Form">The settings as they stand.</param>
/// <param name="State">The account as it runs; null while there is none.</param>
/// <param name="Entered">What was entered and refused; no secrets.</param>
/// <param name="Faults">Why it was refused.</param>
/// <param name="OpenAttempts">Attempts that are under way there.</param>
/// <param name="Tested">What the last test call brought.</param>
internal sealed record AccountPage(
    ConsoleRequest Request, InstalledPlugin Plugin, AccountForm Form, AccountState? State,
    IReadOnlyDictionary<string, string?>? Entered, IReadOnlyList<Fault> Faults, long OpenAttempts, string? Tested)
    : ConsolePage(Request, ConsoleSection.Plugins, Form.Id)
{
    public string Action => Request.Link($"/plugins/{Plugin.Id}/accounts/{Form.Id}");

    public IEnumerable<Fault> General =>
        Faults.Where(fault => Form.Fields.Concat(Form.Routing).All(setting => setting.Name != fault.Field));

    public FieldView View(SettingsField field) => new(
        Request, Texts.Translate(field), Entered is not null && Entered.TryGetValue(field.Name, out var entered) ? entered : field.Value,
        [.. Faults.Where(fault => fault.Field == field.Name)]);
}

/// <summary>One setting of a form.</summary>
internal sealed record FieldView(ConsoleRequest Request, SettingsField Field, string? Value, IReadOnlyList<Fault> Faults)
{
    public bool IsLocked => Field.LockedBy is not null || !Request.May(ConsoleRole.Owner);

    public string Id => "f-" + string.Concat(Field.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}

internal static class AccountPages
{
    public const string TestPurpose = "QrisPayments.Console.TestCall";

    // Found by the index on states: few attempts are under way at a time.
    private const string CountOpen = "SELECT COUNT(*) FROM qris_attempts WHERE account = @account AND state IN "
        + "('creating', 'open', 'unknown')";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Task ShowAsync(ConsoleRequest request) => ShowAsync(request, null, [], StatusCodes.Status200OK);

    /// <summary>Leads to the form of an account that is yet to be made.</summary>
    public static Task AddAsync(ConsoleRequest request)
    {
        var (plugin, name) = (request.Route("id"), request.Query("name")?.ToLowerInvariant() ?? "");
        var id = AccountId.Of(plugin, name);
        return !PluginId.IsValid(plugin) ? NoticePages.NotFoundAsync(request)
            : request.GoAsync(AccountId.IsValid(plugin, id) ? $"/plugins/{plugin}/accounts/{id}" : $"/plugins/{plugin}?said=account_name");
    }

    public static async Task SchemaAsync(ConsoleRequest request)
    {
        var plugin = PluginPages.Find(request.Service<PluginHost>().Current, request.Route("id"));
        if (plugin is null || await request.Service<AccountSettings>().SchemaAsync(plugin.Id) is not { } schema)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        request.Http.Response.ContentType = "application/schema+json; charset=utf-8";
        request.Http.Response.Headers.ContentDisposition = $"attachment; filename=\"{plugin.Id}.schema.json\"";
        await request.Http.Response.WriteAsync(schema.ToJsonString(Readable), request.Aborted);
    }

    public static async Task ShowAsync(
        ConsoleRequest request, IReadOnlyDictionary<string, string?>? entered, IReadOnlyList<Fault> faults, int status)
    {
        var catalog = request.Service<PluginHost>().Current;
        var (pluginId, id) = (request.Route("id"), request.Route("account"));
        if (PluginPages.Find(catalog, pluginId) is not { } plugin
            || await request.Service<AccountSettings>().FormAsync(pluginId, id, request.Aborted) is not { } form)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        var open = await request.Service<Database>()
            .RunAsync(s => s.FirstOrDefaultAsync<long>(CountOpen, new { account = id }), request.Aborted);
        var state = catalog.Accounts.FirstOrDefault(account => account.Id == id);
        await request.RenderAsync("Account", new AccountPage(request, plugin, form, state, entered, faults, open, Tested(request)), status);
    }

    /// <summary>Written by this module, or not shown: a link from elsewhere must not put words into the console's mouth.</summary>
    private static string? Tested(ConsoleRequest request)
    {
        var text = request.Http.Request.Query["test"].ToString();
        if (text.Length is 0 or > 4000) return null;
        try
        {
            return request.Service<IDataProtectionProvider>().CreateProtector(TestPurpose).Unprotect(text);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
