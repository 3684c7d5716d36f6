namespace Skolsynk.Source;

/// <summary>The room's log: ids, templates of calls, statuses and counts.</summary>
internal static partial class SourceLog
{
    [LoggerMessage(1, LogLevel.Information,
        "Read of tenant {Tenant} complete: {Schools} schools, {Users} users, {Classes} classes in {Calls} calls, {Bytes} bytes, {Seconds:0.0} s")]
    public static partial void Complete(ILogger log, Guid tenant, int schools, int users, int classes, int calls, long bytes, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "Read of tenant {Tenant} failed: {Kind} at {Where}, status {Status}, code {Code}")]
    public static partial void Failed(ILogger log, Guid tenant, FailureKind kind, string where, int? status, string? code);

    [LoggerMessage(3, LogLevel.Debug, "Tenant {Tenant}: {Where} answered {Status}, next attempt in {Seconds:0.0} s")]
    public static partial void Retried(ILogger log, Guid tenant, string where, int status, double seconds);

    [LoggerMessage(4, LogLevel.Information, "Tenant {Tenant}: {Finding} at {Place}, {Count} times")]
    public static partial void Found(ILogger log, Guid tenant, SourceFindingKind finding, string place, int count);

    [LoggerMessage(5, LogLevel.Information, "Tenant {Tenant}: {Questions} questions, {Gone} gone, {NotProven} not proven")]
    public static partial void Asked(ILogger log, Guid tenant, int questions, int gone, int notProven);

    [LoggerMessage(6, LogLevel.Information, "Tenant {Tenant}: the group of protected persons has {Members} members")]
    public static partial void Members(ILogger log, Guid tenant, int members);
}
