using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Reports;

/// <summary>What one supplier gets, for a person to read: the same selection that is delivered.</summary>
/// <param name="Environment">Its name in Swedish.</param>
/// <param name="Roster">The roster from which <paramref name="Scoped"/> was selected; it gives names to what is not sent.</param>
public sealed record ScopeReport(string Supplier, string Environment, DateTimeOffset At, ScopedRoster Scoped, Roster Roster);
