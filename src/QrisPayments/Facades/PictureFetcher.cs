using System.Net;
using Microsoft.Extensions.Options;
using QrisPayments.Apps;
using QrisPayments.Foundation;
using QrisPayments.Plugins;
using QrisPayments.Web;

namespace QrisPayments.Facades;

/// <summary>
/// Fetches a picture from an address that a client of the shop names, and reads the QR code in it. Only the code's text goes back, and
/// what could not be fetched is one answer for all causes: no client may look into this host's network through it.
/// </summary>
internal sealed class PictureFetcher(
    QrPictures pictures, ChosenAddressClient client, IOptions<IModuleOptions> module, IOptions<CallbackOptions> callbacks)
{
    /// <summary>As much as a request may bring by itself.</summary>
    internal const int MaxBytes = 1 << 20;

    /// <summary>So that servers which never finish hold little memory and few of the plugin's calls.</summary>
    private const int MaxAtOnce = 6;

    /// <summary>So that one app's slow servers leave places to the others.</summary>
    private const int MaxPerApp = 2;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly List<string> _fetching = [];

    /// <param name="app">Whose client asks.</param>
    /// <param name="address">Where the picture is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<QrReading> ReadAsync(string app, Uri address, CancellationToken cancellationToken)
    {
        // Fetched for nothing, otherwise.
        if (!pictures.AreInstalled) return new QrReading.None(QrUnreadable.NotInstalled);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address.UserInfo.Length > 0 || IsPrivate(address))
            return new QrReading.None(QrUnreadable.Unreachable);
        return await FetchInTurnAsync(app, address, cancellationToken) switch
        {
            Fetched.Picture picture => await pictures.ReadAsync(picture.Bytes, cancellationToken),
            Fetched.Not not => new QrReading.None(not.Why),
            var other => throw new InvalidOperationException($"Unknown result {other.GetType().Name}."),
        };
    }

    /// <summary>
    /// The owner has opened some hosts of the private network for callbacks. To live shops' clients they stay closed here: which of their
    /// addresses answer must not be learnt.
    /// </summary>
    private bool IsPrivate(Uri address) =>
        module.Value.Mode != PaymentMode.Sandbox
            && callbacks.Value.AllowedPrivateHosts.Contains(address.IdnHost, StringComparer.OrdinalIgnoreCase);

    private async Task<Fetched> FetchInTurnAsync(string app, Uri address, CancellationToken cancellationToken)
    {
        lock (_fetching)
        {
            if (_fetching.Count >= MaxAtOnce || _fetching.Count(other => other == app) >= MaxPerApp)
                return new Fetched.Not(QrUnreadable.Busy);
            _fetching.Add(app);
        }
        try
        {
            return await FetchAsync(address, cancellationToken);
        }
        finally
        {
            lock (_fetching) _fetching.Remove(app);
        }
    }

    private async Task<Fetched> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd("QrisPayments/1");
        request.Headers.Accept.ParseAdd("image/*");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK) return new Fetched.Not(QrUnreadable.Unreachable);
            await response.Content.LoadIntoBufferAsync(MaxBytes, limit.Token);
            return new Fetched.Picture(await response.Content.ReadAsByteArrayAsync(limit.Token));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new Fetched.Not(QrUnreadable.TooLarge);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new Fetched.Not(QrUnreadable.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Fetched.Not(QrUnreadable.Unreachable);
        }
    }

    private abstract record Fetched
    {
        public sealed record Picture(byte[] Bytes) : Fetched;

        public sealed record Not(QrUnreadable Why) : Fetched;
    }
}
