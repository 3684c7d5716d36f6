using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Applying;

/// <summary>
/// Writes a wanted state in the caller's transaction, and raises the versions of every connection whose deliveries it may change.
/// Only what differs from <paramref name="current"/> is touched.
/// </summary>
internal sealed class ApplyWriter(Session session, SealedSecrets secrets, ApplyState current)
{
    /// <summary>The tenant under which numbers that belong to none are counted.</summary>
    private static readonly TenantId Nobody = new(0);

    public void Write(ApplyState wanted)
    {
        using var context = session.Context();
        foreach (var supplier in wanted.Suppliers.Values)
            Supplier(context, supplier, current.Suppliers.GetValueOrDefault(supplier.Key));
        context.SaveChanges();
        foreach (var tenant in wanted.Tenants.Values)
            Tenant(context, tenant, current.Tenants.GetValueOrDefault(tenant.Key));
        foreach (var gone in current.Suppliers.Values.Where(s => !wanted.Suppliers.ContainsKey(s.Key)))
        {
            var row = context.Set<Supplier>().Single(s => s.Key == gone.Key);
            context.RemoveRange(context.Set<SupplierEnvironment>().Where(e => e.SupplierId == row.Id));
            context.Remove(row);
        }
        context.SaveChanges();
    }

    private void Supplier(SkolsynkContext context, SupplierState wanted, SupplierState? before)
    {
        var row = before is null ? null : context.Set<Supplier>().Single(s => s.Key == wanted.Key);
        if (row is null)
        {
            row = new Supplier { Id = (int)session.Mint(Nobody, Counter.Supplier), Key = wanted.Key, Name = wanted.Name, Profile = wanted.Profile };
            context.Add(row);
        }
        row.Name = wanted.Name;
        row.Profile = wanted.Profile;
        var profileChanged = before is not null && context.Entry(row).Property(s => s.Profile).IsModified;
        foreach (var environment in wanted.Environments.Values)
            Environment(context, row, environment, before?.Environments.GetValueOrDefault(environment.Kind), profileChanged);
        foreach (var gone in before?.Environments.Keys.Except(wanted.Environments.Keys) ?? [])
            context.Remove(context.Set<SupplierEnvironment>().Single(e => e.SupplierId == row.Id && e.Kind == gone));
    }

    private void Environment(
        SkolsynkContext context, Supplier supplier, EnvironmentState wanted, EnvironmentState? before, bool profileChanged)
    {
        if (before is null)
        {
            context.Add(new SupplierEnvironment
            {
                Id = (int)session.Mint(Nobody, Counter.Environment),
                SupplierId = supplier.Id,
                Kind = wanted.Kind,
                BaseUrl = wanted.Address,
                Stopped = wanted.Stopped,
            });
            return;
        }
        var row = context.Set<SupplierEnvironment>().Single(e => e.SupplierId == supplier.Id && e.Kind == wanted.Kind);
        row.BaseUrl = wanted.Address;
        row.Stopped = wanted.Stopped;
        row.MovedFrom = wanted.MovedFrom;
        if (profileChanged || wanted != before)
            EachOf(context, row.Id, (tenant, connection) => Touch(tenant, connection, wanted.Receiver));
    }

    private void Touch(TenantId tenant, int connection, ReceiverIs? receiver)
    {
        if (receiver is ReceiverIs.Same)
            Reconciliations.First(session, tenant, connection, readAfter: 0);
        else if (receiver is ReceiverIs.New)
            NewReceiver.Begin(session, tenant, connection);
        else
            InputVersions.BreakOff(session, tenant, connection);
    }

    private static void EachOf(SkolsynkContext context, int environment, Action<TenantId, int> action)
    {
        var touched = context.Set<Connection>().IgnoreQueryFilters().Where(c => c.EnvironmentId == environment).OrderBy(c => c.TenantId).ThenBy(c => c.Id);
        foreach (var connection in touched.Select(c => new { c.TenantId, c.Id }).ToList())
            action(new TenantId(connection.TenantId), connection.Id);
    }

    private void Tenant(SkolsynkContext context, TenantState wanted, TenantState? before)
    {
        var row = before is null ? null : context.Set<Tenant>().Single(t => t.Key == wanted.Key);
        if (row is null)
        {
            row = new Tenant
            {
                Id = (int)session.Mint(Nobody, Counter.Tenant),
                EntraTenantId = wanted.EntraTenantId,
                Key = wanted.Key,
                Name = wanted.Name,
            };
            context.Add(row);
        }
        Fill(row, wanted);
        var changed = context.Entry(row).State is EntityState.Modified;
        context.SaveChanges();
        var tenant = new TenantId(row.Id);
        if (changed)
            RosterCommit.Moved(tenant, session);
        if (Codes(context, tenant, wanted, before) || changed)
            InputVersions.BreakOff(session, tenant);
        if (!wanted.Protected.SequenceEqual(before?.Protected ?? []))
            Marks.Set(session, tenant, MarkOrigin.Operator, wanted.Protected.ToHashSet());
        Group(tenant, wanted, before);
        if (wanted.ProtectedWaiting == 0 && before?.ProtectedWaiting > 0)
            Marks.Approve(session, tenant);
        foreach (var connection in wanted.Connections.Values)
            Connection(context, tenant, connection, before?.Connections.GetValueOrDefault(connection.Name));
        foreach (var gone in before?.Connections.Keys.Except(wanted.Connections.Keys) ?? [])
            Forget(context, tenant, Find(context, tenant, gone)!);
    }

    private void Forget(SkolsynkContext context, TenantId tenant, Connection connection)
    {
        Endings.Abandon(session, tenant, connection.Id);
        context.Remove(connection);
    }

    private static void Fill(Tenant row, TenantState wanted)
    {
        row.Name = wanted.Name;
        row.MunicipalityCode = wanted.MunicipalityCode;
        row.Active = wanted.Active;
        row.Confirmed = wanted.Confirmed;
        row.IncludeGuests = wanted.IncludeGuests;
        row.IncludeDisabled = wanted.IncludeDisabled;
        row.IncludeHandmadeGroups = wanted.IncludeHandmadeGroups;
        row.KeepSchoolYear = wanted.KeepSchoolYear;
        row.BrakeLimits = wanted.BrakeLimits;
        row.BrakeWindow = wanted.BrakeWindow;
        row.ClassPattern = wanted.ClassPattern;
        row.MadeUpCodes = wanted.MadeUpCodes;
        row.ProtectedGroup = wanted.ProtectedGroup;
    }

    /// <summary>Marks that the group has set go only with the group; those of an earlier group when the new one has been read.</summary>
    private void Group(TenantId tenant, TenantState wanted, TenantState? before)
    {
        if (wanted.ProtectedGroup != before?.ProtectedGroup)
            ProtectedGroups.Forget(session, tenant);
        else if (before is { ShrunkGroup: { } left } && wanted.ShrunkGroup is null)
            ProtectedGroups.Accept(session, tenant, left);
        if (wanted.ProtectedGroup is null && before?.ProtectedGroup is not null)
            Marks.Set(session, tenant, MarkOrigin.EntraGroup, new HashSet<Guid>());
    }

    private bool Codes(SkolsynkContext context, TenantId tenant, TenantState wanted, TenantState? before)
    {
        TakenCodes.Lock(session, tenant);
        var old = before?.Codes ?? new Dictionary<Guid, string>();
        var changed = wanted.Codes.Where(c => old.GetValueOrDefault(c.Key) != c.Value).ToList();
        var gone = old.Keys.Except(wanted.Codes.Keys).ToList();
        var rows = context.Set<SchoolCode>().IgnoreQueryFilters().Where(c => c.TenantId == tenant.Value);
        foreach (var (school, code) in changed)
        {
            if (rows.SingleOrDefault(c => c.School == school) is { } row)
                row.Code = code;
            else
                context.Add(new SchoolCode { TenantId = tenant.Value, School = school, Code = code });
        }
        foreach (var school in gone)
            context.Remove(rows.Single(c => c.School == school));
        return changed.Count + gone.Count > 0;
    }

    private void Connection(SkolsynkContext context, TenantId tenant, ConnectionState wanted, ConnectionState? before)
    {
        var row = before is null ? null : Find(context, tenant, wanted.Name);
        if (row is null)
        {
            row = new Connection
            {
                TenantId = tenant.Value,
                Id = (int)session.Mint(tenant, Counter.Connection),
                EnvironmentId = EnvironmentOf(context, wanted.Name),
                Scope = wanted.Scope,
            };
            context.Add(row);
        }
        row.Scope = wanted.Scope;
        row.Paused = wanted.Paused;
        row.RemovalWaitDays = wanted.RemovalWaitDays;
        if (wanted.Key is { } key && key != before?.Key)
            row.SealedKey = secrets.Seal(tenant, row.Id, key.Value);
        if (context.Entry(row).State is EntityState.Added or EntityState.Modified)
        {
            if (before is null)
                InputVersions.Raise(session, tenant, row.Id);
            else
                InputVersions.BreakOff(session, tenant, row.Id);
        }
    }

    private static Connection? Find(SkolsynkContext context, TenantId tenant, ConnectionName name)
    {
        var environment = EnvironmentOf(context, name);
        return context.Set<Connection>().IgnoreQueryFilters().SingleOrDefault(c => c.TenantId == tenant.Value && c.EnvironmentId == environment);
    }

    private static int EnvironmentOf(SkolsynkContext context, ConnectionName name) => context.Set<SupplierEnvironment>()
        .Where(e => e.Kind == name.Environment && context.Set<Supplier>().Any(s => s.Id == e.SupplierId && s.Key == name.Supplier))
        .Select(e => e.Id).Single();
}
