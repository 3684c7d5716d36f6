using System.Text;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>What a receiver answers.</summary>
internal sealed record ScimAnswer(int Status)
{
    public const string Plain = "text/plain; charset=utf-8";

    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }

    public string? Location { get; init; }

    /// <summary>Why the request was not carried out, for the inbox: ids and attribute names only.</summary>
    public string? Error { get; init; }

    /// <summary>Errors are plain text in this protocol.</summary>
    public static ScimAnswer Refuse(int status, string error) =>
        new(status) { Body = Encoding.UTF8.GetBytes(error), ContentType = Plain, Error = error };

    public async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Location is not null)
            response.Headers.Location = Location;
        if (Body is null)
            return;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        await response.Body.WriteAsync(Body, cancellationToken);
    }
}
