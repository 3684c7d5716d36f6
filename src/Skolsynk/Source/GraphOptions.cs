namespace Skolsynk.Source;

/// <summary>Whom to read, and how much at most.</summary>
public sealed record GraphTenant(Guid EntraTenantId, ReadBudget Budget);

/// <summary>What one read of one tenant may take; beyond it the read fails with <see cref="FailureKind.TooLarge"/>.</summary>
/// <param name="Calls">HTTP calls, repeated ones included.</param>
/// <param name="Pages">Pages of lists, those inside batches included.</param>
/// <param name="Bytes">Bytes of answers after decompression.</param>
/// <param name="Items">Items on all pages: schools, users, classes, ids of members.</param>
/// <param name="Time">Wall time, waiting included.</param>
public sealed record ReadBudget(int Calls, int Pages, long Bytes, long Items, TimeSpan Time)
{
    /// <summary>Room for the largest school principals of the country.</summary>
    public static ReadBudget Confirmed { get; } = new(50_000, 200_000, 4L << 30, 20_000_000, TimeSpan.FromMinutes(50));

    /// <summary>Before an operator has confirmed the tenant: about 40,000 persons.</summary>
    public static ReadBudget Unconfirmed { get; } = new(5_000, 20_000, 512L << 20, 1_000_000, TimeSpan.FromMinutes(15));
}

/// <summary>How Microsoft Graph is called.</summary>
public sealed record GraphOptions
{
    /// <summary>With the version and without a closing slash. The token goes to this scheme, host and port and to no other.</summary>
    public Uri BaseUrl { get; init; } = new("https://graph.microsoft.com/v1.0");

    /// <summary>Chains of pages and batches under way at once for one tenant.</summary>
    public int InFlightPerTenant { get; init; } = 8;

    /// <summary>HTTP calls under way at once for all tenants together.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Asked for; whatever comes is accepted.</summary>
    public int PageSize { get; init; } = 999;

    public PatienceOptions Patience { get; init; } = new();
}

/// <summary>How long one call is tried again after 429, 5xx or no answer.</summary>
public sealed record PatienceOptions
{
    public int MaxAttempts { get; init; } = 8;

    /// <summary>All waits of one call together. A longer <c>Retry-After</c> ends the call at once.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>One attempt, to the last byte of its answer.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(100);
}
