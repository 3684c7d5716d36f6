using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Skolsynk.Sandbox.Entra;

/// <summary>What a code stands for until it is redeemed.</summary>
/// <param name="Challenge">S256 of the verifier that redeems it.</param>
public sealed record SignInCode(Account Account, string RedirectUri, string Challenge, string? Nonce, DateTimeOffset Ends);

/// <summary>Codes of the sign-in: each is redeemed once, within ten minutes, by whoever holds its verifier.</summary>
public sealed class SignInCodes(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, SignInCode> open = new();

    public string Give(Account account, string redirectUri, string challenge, string? nonce)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        open[code] = new(account, redirectUri, challenge, nonce, time.GetUtcNow().AddMinutes(10));
        return code;
    }

    /// <summary>Null: unknown, redeemed before, too old, for another address, or the verifier is another's.</summary>
    public SignInCode? Redeem(string code, string redirectUri, string verifier) =>
        open.TryRemove(code, out var found) && found.Ends > time.GetUtcNow() && found.RedirectUri == redirectUri
        && found.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))
            ? found : null;
}
