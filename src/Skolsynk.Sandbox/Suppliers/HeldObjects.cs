namespace Skolsynk.Sandbox.Suppliers;

/// <summary>How a write went. <see cref="Error"/> null: it was done.</summary>
internal readonly record struct Written(int Status, string? Error = null, bool Identical = false);

/// <summary>One set of objects in memory: a municipality's, or everybody's where the key is shared. Safe for many threads.</summary>
internal sealed class HeldObjects(SupplierProfile profile)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ScimObject>[] objects =
        [.. ScimEndpoints.All.Select(_ => new Dictionary<string, ScimObject>(StringComparer.Ordinal))];

    private readonly Dictionary<string, string> userNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, HashSet<string>> employments = new(StringComparer.Ordinal);
    private readonly ScimObject[]?[] sorted = new ScimObject[]?[ScimEndpoints.All.Count];

    public Written Create(ScimObject made) => Write(made, mustExist: false);

    public Written Replace(ScimObject made) => Write(made, mustExist: true);

    public Written Delete(ScimEndpoint endpoint, string id)
    {
        lock (gate)
        {
            if (objects[(int)endpoint].Remove(id, out var gone))
            {
                Forget(gone);
                sorted[(int)endpoint] = null;
                return new(204);
            }

            return profile.Checks == Checks.None ? new(204) : new(404, "There is no such resource.");
        }
    }

    public ScimObject? Find(ScimEndpoint endpoint, string id)
    {
        lock (gate)
            return objects[(int)endpoint].GetValueOrDefault(id);
    }

    public int Count(ScimEndpoint endpoint)
    {
        lock (gate)
            return objects[(int)endpoint].Count;
    }

    /// <summary>All objects of a type as they are now, by id.</summary>
    public IReadOnlyList<ScimObject> All(ScimEndpoint endpoint)
    {
        lock (gate)
        {
            return sorted[(int)endpoint] ??=
                [.. objects[(int)endpoint].Values.OrderBy(held => held.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>References that point at nothing; a supplier in step has none.</summary>
    public IReadOnlyList<(ScimObject From, ScimReference Reference)> Dangling()
    {
        lock (gate)
        {
            return
            [
                .. objects.SelectMany(type => type.Values)
                    .SelectMany(held => held.References, (held, reference) => (held, reference))
                    .Where(pair => !objects[(int)pair.reference.Target].ContainsKey(pair.reference.Id)),
            ];
        }
    }

    private Written Write(ScimObject made, bool mustExist)
    {
        lock (gate)
        {
            var type = objects[(int)made.Endpoint];
            var before = type.GetValueOrDefault(made.Id);
            if (Refusal(made) is { } refusal)
                return refusal;
            if (mustExist && before is null && profile.Checks == Checks.Strict)
                return new(404, "There is no such resource.");
            if (!mustExist && before is not null && profile.Checks == Checks.Strict)
                return new(409, "The resource exists.");
            if (before is not null)
                Forget(before);
            type[made.Id] = made;
            sorted[(int)made.Endpoint] = null;
            Remember(made);
            return new(mustExist ? 200 : 201, Identical: before is not null && before.Body.AsSpan().SequenceEqual(made.Body));
        }
    }

    /// <summary>What only the whole set can tell: references, user names, schools per person.</summary>
    private Written? Refusal(ScimObject made)
    {
        if (profile.Checks == Checks.None)
            return null;
        if (made.UserName is { } name && userNames.TryGetValue(name, out var owner) && owner != made.Id)
            return new(409, "userName is taken by another user.");
        if (profile.ClassesOnly && made.Endpoint == ScimEndpoint.StudentGroups && made.GroupType is not (null or "Klass"))
            return new(400, "StudentGroups: studentGroupType must be Klass, we take classes only.");
        if (profile.OneSchoolPerPerson && ManySchools(made))
            return new(400, $"{made.Endpoint.Name()}: the user would be at more than one school.");
        return profile.ReferencesMustExist ? Unresolved(made) : null;
    }

    private bool ManySchools(ScimObject made) => made.Endpoint switch
    {
        ScimEndpoint.Users => made.References.Count(reference => reference.Attribute == "enrolments") > 1,
        ScimEndpoint.Employments => employments.TryGetValue(UserOf(made), out var others) && others.Any(other => other != made.Id),
        _ => false,
    };

    private Written? Unresolved(ScimObject made)
    {
        foreach (var reference in made.References)
        {
            if (!objects[(int)reference.Target].TryGetValue(reference.Id, out var target))
                return new(400, $"{made.Endpoint.Name()}: {reference.Attribute} refers to {reference.Target.Name()}/{reference.Id}, which is not here.");
            if (reference.Attribute == "studentMemberships" && !target.HasEnrolments)
                return new(400, $"StudentGroups: studentMemberships refers to Users/{reference.Id}, who has no enrolment.");
        }

        return null;
    }

    private void Remember(ScimObject held)
    {
        if (held.UserName is { } name)
            userNames[name] = held.Id;
        if (profile.OneSchoolPerPerson && held.Endpoint == ScimEndpoint.Employments)
        {
            var user = UserOf(held);
            if (!employments.TryGetValue(user, out var ids))
                employments[user] = ids = [];
            ids.Add(held.Id);
        }
    }

    private void Forget(ScimObject held)
    {
        if (held.UserName is { } name)
            userNames.Remove(name);
        if (profile.OneSchoolPerPerson && held.Endpoint == ScimEndpoint.Employments
            && employments.TryGetValue(UserOf(held), out var ids) && ids.Remove(held.Id) && ids.Count == 0)
            employments.Remove(UserOf(held));
    }

    private static string UserOf(ScimObject employment) =>
        employment.References.FirstOrDefault(reference => reference.Attribute == "user").Id ?? "";
}
