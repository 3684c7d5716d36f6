using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>What the room logs: ids and counts only.</summary>
internal static partial class SyncLog
{
    public static void Ended(ILogger log, TenantId tenant, SyncResult result)
    {
        switch (result)
        {
            case SyncResult.Done { Run: var run }:
                Committed(log, tenant.Value, run.Number, run.Created, run.Updated, run.Removed, run.MembersChanged);
                break;
            case SyncResult.NothingChanged { Run: var run }:
                Unchanged(log, tenant.Value, run.Number);
                break;
            case SyncResult.Held { Run: var run, Holds: var holds }:
                Held(log, tenant.Value, run.Number, holds.Count, run.Held);
                break;
            case SyncResult.Failed { Run: var run, Failure: var failure }:
                Failed(log, tenant.Value, run.Number, failure.Kind, failure.Where, failure.Status, failure.Code);
                break;
            case SyncResult.NotRun { Reason: var reason }:
                NotRun(log, tenant.Value, reason);
                break;
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "Tenant {Tenant}, run {Run}: {Created} created, {Updated} updated, {Removed} removed, {Members} groups with other members")]
    private static partial void Committed(ILogger log, int tenant, long run, int created, int updated, int removed, int members);

    [LoggerMessage(1102, LogLevel.Information, "Tenant {Tenant}, run {Run}: nothing changed")]
    private static partial void Unchanged(ILogger log, int tenant, long run);

    [LoggerMessage(1103, LogLevel.Warning, "Tenant {Tenant}, run {Run}: {Holds} holds over {Persons} persons")]
    private static partial void Held(ILogger log, int tenant, long run, int holds, int persons);

    [LoggerMessage(1104, LogLevel.Warning, "Tenant {Tenant}, run {Run} failed: {Kind} at {Where}, status {Status}, code {Code}; nothing was changed")]
    private static partial void Failed(ILogger log, int tenant, long run, FailureKind kind, string where, int? status, string? code);

    [LoggerMessage(1105, LogLevel.Debug, "Tenant {Tenant} was not run: {Reason}")]
    private static partial void NotRun(ILogger log, int tenant, NotRunReason reason);

    [LoggerMessage(1106, LogLevel.Information, "The run of tenant {Tenant} was stopped; nothing was changed")]
    public static partial void Stopped(ILogger log, int tenant);

    [LoggerMessage(1107, LogLevel.Error, "The run of tenant {Tenant} broke; nothing was changed")]
    public static partial void Broke(ILogger log, int tenant, Exception failure);

    [LoggerMessage(1108, LogLevel.Error, "Due runs could not be looked up")]
    public static partial void LoopFailed(ILogger log, Exception failure);
}
