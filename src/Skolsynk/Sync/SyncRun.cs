using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>How a sync run ended; the numbers are kept in the database and never change.</summary>
public enum SyncOutcome : short
{
    /// <summary>Changes were committed.</summary>
    Done = 1,

    /// <summary>The source is as it is stored.</summary>
    NothingChanged = 2,

    /// <summary>The brake holds something; everything else was committed.</summary>
    Held = 3,

    /// <summary>The source could not be read whole: nothing was changed.</summary>
    Failed = 4,

    /// <summary>A fault of our own: nothing was changed.</summary>
    Broken = 5,
}

/// <summary>One read-compare-commit of one tenant, as it is kept and shown. Times are the database's.</summary>
public sealed record SyncRun
{
    /// <summary>Rises by one with each run of the tenant.</summary>
    public required long Number { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required DateTimeOffset Ended { get; init; }

    public required SyncOutcome Outcome { get; init; }

    /// <summary>Why it failed; null unless <see cref="SyncOutcome.Failed"/>.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>Where and how it failed, or what is held; ids and codes only.</summary>
    public string? Detail { get; init; }

    /// <summary>How many the source has.</summary>
    public int Schools { get; init; }

    public int Persons { get; init; }

    public int Groups { get; init; }

    /// <summary>New ones and such as came back.</summary>
    public int Created { get; init; }

    public int Updated { get; init; }

    public int Removed { get; init; }

    /// <summary>Groups whose members changed, new groups included.</summary>
    public int MembersChanged { get; init; }

    /// <summary>Persons whose removal, or loss of a school, the brake holds.</summary>
    public int Held { get; init; }

    public int Calls { get; init; }

    public long Bytes { get; init; }
}
