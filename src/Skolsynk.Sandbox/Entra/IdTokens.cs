using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skolsynk.Sandbox.Entra;

/// <summary>Signs id tokens with a key of this process, and tells the key; the key names its issuer, as Entra's do.</summary>
public sealed class IdTokens(TimeProvider time) : IDisposable
{
    private readonly RSA key = RSA.Create(2048);

    /// <summary>A fault: the keys name this issuer, whoever's token they sign; null: as they should.</summary>
    public string? KeysSayIssuer { get; set; }

    /// <summary>A fault: tokens name this issuer; null: that of the account's tenant.</summary>
    public string? TokensSayIssuer { get; set; }

    /// <param name="issuer">With the tenant in it.</param>
    public string Issue(Account account, string issuer, string clientId, string? nonce)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["ver"] = "2.0",
            ["iss"] = TokensSayIssuer ?? issuer,
            ["sub"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.ObjectId}/{clientId}"))),
            ["aud"] = clientId,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["name"] = account.Name,
            ["preferred_username"] = account.UserName,
            ["oid"] = $"{account.ObjectId:D}",
            ["tid"] = $"{account.Tenant:D}",
            ["nonce"] = nonce,
            ["wids"] = new JsonArray([.. account.Roles.Select(role => (JsonNode)role)]),
        };
        var signed = $"{Encoded(new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = KeyId })}.{Encoded(payload)}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <param name="issuer">With <c>{tenantid}</c> where a key signs for every tenant.</param>
    public JsonObject Keys(string issuer)
    {
        var parameters = key.ExportParameters(false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
                ["issuer"] = KeysSayIssuer ?? issuer,
            }),
        };
    }

    public void Dispose() => key.Dispose();

    private string KeyId => Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12));

    private static string Encoded(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
