namespace Skolsynk.Deliveries.Reasons;

/// <summary>What a supplier has against an object, as people read it (“Leverantörens svar”). A closed list; never the supplier's own words.</summary>
public enum RefusalCause
{
    EmailTaken = 1,
    UserNameTaken,
    RequiredMissing,
    WrongFormat,
    SchoolUnknown,
    MemberUnknown,
    LicencesUsedUp,
    TooManyMembers,
    Other,
}

/// <summary>
/// Refusal → cause, pure. Suppliers say it in many ways: <c>scimType</c> and the status first, then words that stand in the masked text in
/// English or Swedish. Whatever is not known for sure is <see cref="RefusalCause.Other"/>.
/// </summary>
public static class RefusalCauses
{
    public static RefusalCause Of(Refusal refusal)
    {
        var text = refusal.Detail ?? "";
        if (Says(text, "licen", "seats", "quota"))
            return RefusalCause.LicencesUsedUp;
        if (refusal.Http is 413 || refusal.Code is "tooMany" || Says(text, "too many", "för många"))
            return RefusalCause.TooManyMembers;
        if (refusal.Http is 409 || refusal.Code is "uniqueness" || Says(text, "already", "taken", "in use", "unique", "duplicate", "används redan"))
            return Says(text, "mail", "e-post") ? RefusalCause.EmailTaken : Says(text, "user name", "username", "upn", "inloggningsnamn") ? RefusalCause.UserNameTaken : RefusalCause.Other;
        if (Says(text, "unknown", "not found", "does not exist", "no such", "okänd", "finns inte", "saknas hos"))
            return Says(text, "school", "skol", "owner", "employedat", "enrolment") ? RefusalCause.SchoolUnknown
                : Says(text, "member", "medlem", "user", "teacher", "employment", "person", "elev", "lärare") ? RefusalCause.MemberUnknown : RefusalCause.Other;
        if (Says(text, "required", "missing", "mandatory", "must be given", "krävs", "saknas"))
            return RefusalCause.RequiredMissing;
        return refusal.Code is "invalidValue" or "invalidSyntax" or "invalidPath" || Says(text, "format", "invalid", "malformed", "pattern", "not valid", "ogiltig")
            ? RefusalCause.WrongFormat : RefusalCause.Other;
    }

    public static string Text(RefusalCause cause) => cause switch
    {
        RefusalCause.EmailTaken => "E-postadressen används redan hos leverantören",
        RefusalCause.UserNameTaken => "Inloggningsnamnet används redan hos leverantören",
        RefusalCause.RequiredMissing => "En uppgift som leverantören kräver saknas",
        RefusalCause.WrongFormat => "En uppgift har fel format",
        RefusalCause.SchoolUnknown => "Skolan är okänd hos leverantören",
        RefusalCause.MemberUnknown => "En medlem är okänd hos leverantören",
        RefusalCause.LicencesUsedUp => "Licenserna räcker inte",
        RefusalCause.TooManyMembers => "Leverantören kan inte ta emot så många medlemmar",
        _ => "Annat skäl",
    };

    private static bool Says(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
