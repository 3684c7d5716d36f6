using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skolsynk.Source;

/// <summary>
/// How the application proves that it is itself where it redeems a person's sign-in: a secret, or an assertion signed with its certificate or
/// given by its managed identity (RFC 7523, as Entra takes it).
/// </summary>
public sealed class ClientProof(EntraOptions options, TimeProvider time)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>The fields that go into the form of the token request.</summary>
    /// <param name="audience">The token endpoint.</param>
    public async Task<IReadOnlyDictionary<string, string>> Fields(string audience, CancellationToken cancellation) => options.Credential switch
    {
        EntraCredential.Secret secret => new Dictionary<string, string> { ["client_secret"] = secret.Value },
        EntraCredential.Certificate certificate => Asserted(Signed(certificate, audience)),
        EntraCredential.ManagedIdentity identity => Asserted(await GraphTokens.OfMachine(identity, cancellation)),
        _ => throw new InvalidOperationException("A credential that is not known."),
    };

    private static Dictionary<string, string> Asserted(string assertion) =>
        new() { ["client_assertion_type"] = AssertionType, ["client_assertion"] = assertion };

    private string Signed(EntraCredential.Certificate certificate, string audience)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject
        {
            ["alg"] = "PS256",
            ["typ"] = "JWT",
            ["x5t#S256"] = Base64Url.EncodeToString(certificate.Value.GetCertHash(HashAlgorithmName.SHA256)),
        };
        var claims = new JsonObject
        {
            ["aud"] = audience,
            ["iss"] = options.ClientId,
            ["sub"] = options.ClientId,
            ["jti"] = $"{Guid.CreateVersion7():D}",
            ["nbf"] = now,
            ["exp"] = now + 300,
        };
        var signed = $"{Encoded(header)}.{Encoded(claims)}";
        using var key = certificate.Value.GetRSAPrivateKey() ?? throw new InvalidOperationException("The certificate of Skolsynk:Entra:Certificate has no RSA key.");
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pss))}";
    }

    private static string Encoded(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
