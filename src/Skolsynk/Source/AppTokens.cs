namespace Skolsynk.Source;

/// <summary>Gives an app token of a tenant, from a cache unless <paramref name="renew"/> is set because Graph refused the cached one.</summary>
public delegate Task<TokenOutcome> AppTokens(Guid entraTenantId, bool renew, CancellationToken cancellationToken);

/// <summary>How asking for a token ended.</summary>
public abstract record TokenOutcome
{
    private TokenOutcome() { }

    /// <param name="Token">Goes into one header and nowhere else; not part of the record's text.</param>
    /// <param name="Roles">The rights that the municipality has granted (claim <c>roles</c>); empty when the token cannot be read.</param>
    public sealed record Granted(string Token, IReadOnlyList<string> Roles) : TokenOutcome
    {
        public override string ToString() => $"Granted {{ Roles = {string.Join(' ', Roles)} }}";
    }

    public sealed record Refused(ReadFailure Failure) : TokenOutcome;
}
