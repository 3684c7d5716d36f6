using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>
/// The one way out to suppliers: resolves, refuses addresses that are none of a public host, and connects to the very address that
/// was checked. No redirects, no proxy, no cookies; TLS 1.2 or later, with the supplier's pinned key when the profile has one.
/// </summary>
public static class SupplierHandlers
{
    /// <summary>Receivers close idle connections after 60 s; ours are given up before.</summary>
    private static readonly TimeSpan IdleLife = TimeSpan.FromSeconds(45);

    /// <summary>The addresses of a host name.</summary>
    public delegate Task<IPAddress[]> Resolver(string host, CancellationToken cancellation);

    public static SocketsHttpHandler Create(CapabilityProfile profile, bool allowLoopback) => Create(profile, allowLoopback, Dns.GetHostAddressesAsync);

    /// <param name="resolve">Asked once for each connection: what it answers is checked, and connected to.</param>
    internal static SocketsHttpHandler Create(CapabilityProfile profile, bool allowLoopback, Resolver resolve)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = IdleLife,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            MaxConnectionsPerServer = profile.Parallelism,
            EnableMultipleHttp2Connections = true,
            MaxResponseHeadersLength = 32,
            ConnectCallback = (context, cancellation) => Connect(context.DnsEndPoint, allowLoopback, resolve, cancellation),
        };
        if (profile.ServerKeyPin is { } pin)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsPinned(certificate, errors, pin);
        }
        return handler;
    }

    private static async ValueTask<Stream> Connect(DnsEndPoint target, bool allowLoopback, Resolver resolve, CancellationToken cancellation)
    {
        var addresses = await resolve(target.Host, cancellation);
        var allowed = Array.FindAll(addresses, address => OutgoingAddresses.IsAllowed(address, allowLoopback));
        if (allowed.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The supplier's host name leads to no public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The key must be the pinned one; the chain may be the supplier's own, the host name must still be right.</summary>
    private static bool IsPinned(X509Certificate? certificate, SslPolicyErrors errors, string pin)
    {
        if (certificate is not X509Certificate2 leaf || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        var key = SHA256.HashData(leaf.PublicKey.ExportSubjectPublicKeyInfo());
        var wanted = new byte[SHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(pin, wanted, out var written)
            && written == wanted.Length && CryptographicOperations.FixedTimeEquals(key, wanted);
    }
}
