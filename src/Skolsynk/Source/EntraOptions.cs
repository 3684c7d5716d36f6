using System.Security.Cryptography.X509Certificates;

namespace Skolsynk.Source;

/// <summary>Where and as whom app tokens are asked for.</summary>
/// <param name="Instance">
/// <c>https://login.microsoftonline.com</c>. Plain http is taken for a loopback address only, where a stand-in answers.
/// </param>
/// <param name="ClientId">The application's id, the same in all tenants.</param>
public sealed record EntraOptions(Uri Instance, string ClientId, EntraCredential Credential)
{
    /// <summary>What the token is for; with <c>/.default</c> it holds all rights that the municipality has granted.</summary>
    public string Scope { get; init; } = "https://graph.microsoft.com/.default";

    /// <summary>One call to the token endpoint.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>How the application proves that it is itself.</summary>
public abstract record EntraCredential
{
    private EntraCredential() { }

    /// <summary>For development.</summary>
    public sealed record Secret(string Value) : EntraCredential
    {
        public override string ToString() => nameof(Secret);
    }

    /// <summary>With its private key.</summary>
    public sealed record Certificate(X509Certificate2 Value) : EntraCredential
    {
        public override string ToString() => nameof(Certificate);
    }

    /// <summary>A managed identity on Azure that the application trusts (federated credential): no secret anywhere.</summary>
    /// <param name="IdentityClientId">Null for the machine's own (system-assigned) identity.</param>
    public sealed record ManagedIdentity(string? IdentityClientId = null) : EntraCredential;
}
