using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Skolsynk.Sandbox.Entra;

/// <summary>What an app token says.</summary>
public sealed record AccessToken(Guid Tenant, string ClientId, IReadOnlyList<string> Roles);

/// <summary>Issues and checks app tokens in the form of a JWT, signed with a key of this process.</summary>
public sealed class AccessTokens(TimeProvider time)
{
    /// <summary>Life of a token in seconds.</summary>
    public const int Life = 3599;

    private static readonly string Header = Base64Url.EncodeToString("""{"typ":"JWT","alg":"HS256","kid":"sandbox"}"""u8);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public string Issue(AccessToken token, string issuer)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        using var payload = new MemoryStream();
        using (var json = new Utf8JsonWriter(payload))
        {
            json.WriteStartObject();
            json.WriteString("aud", "https://graph.microsoft.com");
            json.WriteString("iss", issuer);
            json.WriteNumber("iat", now);
            json.WriteNumber("nbf", now);
            json.WriteNumber("exp", now + Life);
            json.WriteString("appid", token.ClientId);
            json.WriteString("idtyp", "app");
            json.WriteStartArray("roles");
            foreach (var role in token.Roles)
                json.WriteStringValue(role);
            json.WriteEndArray();
            json.WriteString("tid", token.Tenant);
            json.WriteString("ver", "1.0");
            json.WriteEndObject();
        }

        var signed = $"{Header}.{Base64Url.EncodeToString(payload.ToArray())}";
        return $"{signed}.{Sign(signed)}";
    }

    /// <summary>Null when the header is missing, the token is not ours, or its time has passed.</summary>
    public AccessToken? Read(string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var text = authorization[scheme.Length..].Trim();
        var end = text.LastIndexOf('.');
        if (end <= Header.Length || !IsSigned(text[..end], text[(end + 1)..]))
            return null;
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(text.AsSpan(Header.Length + 1, end - Header.Length - 1)));
        var root = payload.RootElement;
        if (root.GetProperty("exp").GetInt64() <= time.GetUtcNow().ToUnixTimeSeconds())
            return null;
        return new AccessToken(
            root.GetProperty("tid").GetGuid(),
            root.GetProperty("appid").GetString()!,
            [.. root.GetProperty("roles").EnumerateArray().Select(role => role.GetString()!)]);
    }

    private bool IsSigned(string text, string signature) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(Sign(text)), Encoding.UTF8.GetBytes(signature));

    private string Sign(string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
