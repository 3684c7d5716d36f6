using System.Globalization;
using Skolsynk.Sandbox.Faults;

namespace Skolsynk.Sandbox.Pages;

/// <summary><c>/sandbox/faults</c>: list, switch on, switch off; JSON from scripts and tests, forms from the page.</summary>
internal static class FaultApi
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/faults", (FaultBoard board) => SandboxApi.Answer(board.On));
        group.MapPost("/faults", SwitchOnAsync);
        group.MapPost("/faults/off", SwitchOffByFormAsync);
        group.MapDelete("/faults", SwitchAllOff);
        group.MapDelete("/faults/{id:int}", (int id, FaultBoard board) => board.SwitchOff(id)
            ? Results.NoContent()
            : SandboxApi.Problem("No fault has that number.", StatusCodes.Status404NotFound));
    }

    private static async Task<IResult> SwitchOnAsync(HttpRequest request, FaultBoard board)
    {
        var isForm = request.HasFormContentType;
        var (wish, wrong) = isForm
            ? (WishOf(await request.ReadFormAsync(request.HttpContext.RequestAborted)), null)
            : await SandboxApi.ReadAsync<FaultWish>(request);
        if (wrong is not null)
            return wrong;
        if (wish!.Kind is null)
            return SandboxApi.Problem($"A kind is needed. Take one of: {string.Join(", ", Enum.GetNames<FaultKind>())}.");
        if (wish.RetryAfter?.All(char.IsAscii) == false || wish.RetryAfter?.Any(char.IsControl) == true)
            return SandboxApi.Problem("retryAfter cannot stand in a header.");
        var id = board.SwitchOn(wish.AsFault());
        return isForm ? SandboxApi.See("/?done=fault-on#fel") : SandboxApi.Answer(new { id });
    }

    private static async Task<IResult> SwitchOffByFormAsync(HttpRequest request, FaultBoard board)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (int.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            board.SwitchOff(id);
        else
            board.SwitchAllOff();
        return SandboxApi.See("/?done=fault-off#fel");
    }

    private static IResult SwitchAllOff(FaultBoard board)
    {
        board.SwitchAllOff();
        return Results.NoContent();
    }

    private static FaultWish WishOf(IFormCollection form) => new()
    {
        Kind = Enum.TryParse<FaultKind>(form["kind"], out var kind) ? kind : null,
        Path = form["path"],
        Place = Enum.TryParse<FaultPlace>(form["place"], out var place) ? place : FaultPlace.Everywhere,
        Count = int.TryParse(form["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null,
        DelaySeconds = double.TryParse(form["delaySeconds"].ToString().Replace(',', '.'), CultureInfo.InvariantCulture, out var delay) ? delay : 0,
        RetryAfter = form["retryAfter"],
    };

    /// <summary>A fault as it is written in JSON and in the form.</summary>
    private sealed record FaultWish
    {
        private const double MostSeconds = 3600;

        public FaultKind? Kind { get; init; }

        public string? Path { get; init; }

        public Guid? Tenant { get; init; }

        public FaultPlace Place { get; init; }

        public int Skip { get; init; }

        public int? Count { get; init; }

        public double DelaySeconds { get; init; }

        public string? RetryAfter { get; init; }

        public Fault AsFault() => new(Kind!.Value)
        {
            Path = Path ?? Fault.Graph,
            Tenant = Tenant,
            Place = Place,
            Skip = Skip,
            Count = Count,
            Delay = TimeSpan.FromSeconds(double.IsFinite(DelaySeconds) ? Math.Clamp(DelaySeconds, 0, MostSeconds) : 0),
            RetryAfter = string.IsNullOrWhiteSpace(RetryAfter) ? null : RetryAfter.Trim(),
        };
    }
}
