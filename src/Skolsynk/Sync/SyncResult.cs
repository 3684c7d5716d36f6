using Skolsynk.Rosters;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>What came of asking for a sync run.</summary>
public abstract record SyncResult
{
    private SyncResult() { }

    /// <summary>Changes were committed.</summary>
    public sealed record Done(SyncRun Run, IReadOnlyList<Finding> Findings) : SyncResult;

    public sealed record NothingChanged(SyncRun Run, IReadOnlyList<Finding> Findings) : SyncResult;

    /// <summary>What is held was not applied; everything else, if there was anything, was.</summary>
    public sealed record Held(SyncRun Run, IReadOnlyList<Hold> Holds, IReadOnlyList<Finding> Findings) : SyncResult;

    /// <summary>Nothing was changed.</summary>
    public sealed record Failed(SyncRun Run, ReadFailure Failure) : SyncResult;

    /// <summary>There was no run.</summary>
    public sealed record NotRun(NotRunReason Reason) : SyncResult;
}

public enum NotRunReason
{
    /// <summary>A run of the tenant is under way, here or in another process.</summary>
    Running,

    /// <summary>The tenant is not known or not active.</summary>
    Inactive,
}
