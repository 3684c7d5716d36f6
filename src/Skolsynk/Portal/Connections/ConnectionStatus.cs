using Skolsynk.Deliveries;
using Skolsynk.Portal.Frame;

namespace Skolsynk.Portal.Connections;

/// <summary>
/// What a connection's state is called. Several may hold at once: the worst is the word and the rest stand below it. Green only when
/// everything is confirmed and the municipality was read lately. Pure.
/// </summary>
internal static class ConnectionStatus
{
    /// <summary>A reading older than this says nothing of now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(2);

    private static readonly TimeSpan Slow = TimeSpan.FromMinutes(15);

    /// <param name="view">The connection.</param>
    /// <param name="total">Objects that the supplier should have; null: not counted yet.</param>
    /// <param name="operatorName">Who runs the service.</param>
    public static Status Of(ConnectionView view, int? total, string operatorName)
    {
        var all = All(view, total, operatorName).OrderBy(status => Rank(status.Colour)).ToList();
        return all[0] with { Also = [.. all.Skip(1).Select(status => $"{status.Word}: {status.Why}")] };
    }

    private static List<Status> All(ConnectionView view, int? total, string operatorName)
    {
        if (Alone(view, operatorName) is { } alone)
            return [alone];
        var found = Troubles(view, operatorName).ToList();
        if (found.All(status => status.Colour != "red") && Moving(view, total) is { } moving)
            found.Add(moving);
        if (found.Count == 0)
            found.Add(InStep(view));
        return found;
    }

    /// <summary>What leaves no room for anything else.</summary>
    private static Status? Alone(ConnectionView view, string operatorName) => view switch
    {
        { State.Ending: not EndingKind.None } => new("square", "grey", "Avslutas",
            $"Leverantören har fått besked om borttagning: {Text.Count(view.Receipts.All.Values.Sum(), "objekt", "objekt")} återstår."),
        { IsDraft: true } => new("ring", "grey", "Utkast", "Inget skickas än."),
        { Details: { NeedsConfirmation: true, Supplier: var supplier } } => new("clock", "grey", "Väntar på leverantören",
            $"{supplier.Name} eller {operatorName} har inte bekräftat er. Inget skickas i Skarp."),
        { Details: { LacksConsent: true, Supplier: var missing } } when view.Agreement?.Holds(DateOnly.FromDateTime(view.Now.UtcDateTime)) is not true =>
            new("octagon", "red", "Avtal saknas", $"Inget personuppgiftsbiträdesavtal med {missing.Name} gäller. Inget skickas."),
        { Details.LacksConsent: true } => new("octagon", "red", "Svar saknas", "Frågan om skyddade personuppgifter är inte besvarad. Inget skickas."),
        { Details.Paused: true, Start.PausedUntil: { } until } => new("bars", "grey", $"Pausad till {until:yyyy-MM-dd}", $"Ändringar samlas och skickas {until:yyyy-MM-dd}."),
        { Details.Paused: true } => new("bars", "grey", "Pausad", "Ändringar samlas och skickas när pausen är slut."),
        _ => null,
    };

    private static IEnumerable<Status> Troubles(ConnectionView view, string operatorName)
    {
        var supplier = view.Details.Supplier.Name;
        if (view.Details.Environment.Stopped)
            yield return new("octagon", "red", $"Stoppad av {operatorName}", $"All sändning till {supplier} är stoppad. Ändringar samlas.");
        if (view.Details.SealedKey is null)
            yield return new("key", "red", "Nyckel saknas", "Ingen nyckel är angiven. Inget skickas.");
        else if (view.State is { } state && state.RestUntil > view.Now.ToUnixTimeMilliseconds() && Resting(view, state) is { } rest)
            yield return rest;
        if (view.HeldAtSource > 0)
            yield return new("hand", "yellow", "Väntar på granskning", $"Spärren håller kvar {Text.Count(view.HeldAtSource, "ändring", "ändringar")}. De gäller {Text.Count(Math.Max(1, view.HeldSuppliers), "leverantör", "leverantörer")}. Övrigt skickas.");
        if (view.Held > 0)
            yield return new("hand", "yellow", "Väntar på granskning", $"Spärren håller kvar {Text.Count(view.Held, "ändring", "ändringar")} till {supplier}. Övrigt skickas.");
        if (view.Receipts.Of(ReceiptStatus.Refused) is > 0 and var refused)
            yield return new("triangle", "yellow", $"{Text.Number(refused)} avvisade", $"Leverantören tar inte emot {Text.Count(refused, "objekt", "objekt")}. Övrigt är bekräftat.");
    }

    private static Status? Resting(ConnectionView view, ConnectionState state) => state.Rest switch
    {
        RestKind.Unauthorized => new("key", "red", "Nyckeln gäller inte", "Leverantören godtar inte nyckeln. Inget skickas."),
        RestKind.Misconfigured => new("wrench", "red", "Fel inställning",
            "Adress eller format stämmer inte, eller så avvisas mer än en femtedel. Inget skickas förrän det är rättat."),
        RestKind.Unreachable => new("cross", "red", "Leverantören svarar inte",
            $"{(view.Receipts.LastAt > 0 ? $"Senaste svar {Text.Clock(Text.Local(view.Receipts.LastAt))}. " : "")}Nytt försök {Text.Clock(Text.Local(state.RestUntil))}. Inget går förlorat."),
        _ => null,
    };

    private static Status? Moving(ConnectionView view, int? total)
    {
        if (view.State is not { } state || state.InputV == state.DoneV && view.Receipts.Of(ReceiptStatus.Uncertain) == 0)
            return view.State is null ? new("half", "blue", "Startar", "Total överföring börjar strax.") : null;
        var confirmed = view.Receipts.Of(ReceiptStatus.Confirmed);
        if (state.DoneV == 0)
            return new("half", "blue", "Startar", total is { } all
                ? $"Total överföring pågår: {Text.Number(Math.Min(confirmed, all))} av {Text.Number(all)} bekräftade."
                : $"Total överföring pågår: {Text.Number(confirmed)} bekräftade.");
        var since = DateTimeOffset.FromUnixTimeMilliseconds(state.FullAt);
        var left = total is { } wanted ? Math.Max(0, wanted - confirmed) : 0;
        return view.Now - since > Slow && view.LastGoodRead < view.Now - Slow
            ? new("clock", "yellow", "Släpar efter", $"Äldsta väntande ändringen är från {Text.Clock(since)}.")
            : new("send", "blue", "Skickar", left > 0 ? $"{Text.Count(left, "ändring", "ändringar")} är på väg." : "Ändringar är på väg.");
    }

    private static Status InStep(ConnectionView view) => view.LastGoodRead is { } read && view.Now - read <= Fresh
        ? view.Kept is { Count: > 0 and var kept, Until: var until }
            ? new("checkclock", "green", $"I fas, {Text.Number(kept)} behålls till {Text.Date(until)}", $"Allt är bekräftat, utom {Text.Count(kept, "borttagning", "borttagningar")} som ni har valt att behålla.")
            : new("check", "green", "I fas", "Allt som ska finnas hos leverantören är bekräftat.")
        : new("clock", "yellow", "Släpar efter", view.LastGoodRead is { } last
            ? $"Senaste läsning som gäller är från {Text.Date(last)} {Text.Clock(last)}."
            : "Ingen läsning är klar än.");

    private static int Rank(string colour) => colour switch { "red" => 0, "yellow" => 1, "blue" => 2, "green" => 3, _ => 4 };
}
