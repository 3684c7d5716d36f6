using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Skolsynk.Portal.Frame;

/// <summary>
/// The files that the build has made and embedded. Each has its hash in its address, so browsers keep it for good and a new version is a
/// new address.
/// </summary>
internal static class StaticAssets
{
    private const string Folder = "/assets/";

    private static readonly FrozenDictionary<string, Asset> ByName = new[]
    {
        Asset.Of("portal.css", "text/css"), Asset.Of("portal.js", "text/javascript"), Asset.Of("htmx.js", "text/javascript"), Asset.Of("icons.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name);

    private static readonly FrozenDictionary<string, Asset> ByAddress = ByName.Values.ToFrozenDictionary(asset => asset.Address);

    public static string Address(string name) => ByName[name].Address;

    public static void UseStaticAssets(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/assets"))
        {
            await next(context);
            return;
        }
        if (!HttpMethods.IsGet(context.Request.Method) || !ByAddress.TryGetValue(context.Request.Path.Value ?? "", out var asset))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var response = context.Response;
        response.ContentType = $"{asset.Type}; charset=utf-8";
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        var packed = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (packed)
            response.Headers.ContentEncoding = "br";
        var bytes = packed ? asset.Packed : asset.Bytes;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    });

    private sealed record Asset(string Name, string Type, string Address, byte[] Bytes, byte[] Packed)
    {
        public static Asset Of(string name, string type)
        {
            using var stream = typeof(StaticAssets).Assembly.GetManifestResourceStream($"portal/{name}")
                ?? throw new InvalidOperationException($"The portal's file {name} is not in the assembly; the build makes it.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6));
            var dot = name.LastIndexOf('.');
            return new(name, type, $"{Folder}{name[..dot]}.{hash}{name[dot..]}", bytes, Pack(bytes));
        }

        private static byte[] Pack(byte[] bytes)
        {
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
                brotli.Write(bytes);
            return packed.ToArray();
        }
    }
}
