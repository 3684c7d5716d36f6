using System.Text;
using Microsoft.Extensions.Logging;
using Skolsynk.Data;

namespace Skolsynk.Tests.App;

/// <summary>Looks for texts of a person where none of them may be: byte by byte, in whatever encoding they could stand.</summary>
internal static class Canary
{
    /// <summary>Which of the texts stand in which of the database's files.</summary>
    public static IReadOnlyList<string> InFiles(string database, params string?[] texts)
    {
        var folder = Path.GetDirectoryName(database)!;
        return [.. Directory.GetFiles(folder, Path.GetFileName(database) + "*").Where(file => Path.GetExtension(file) is not ".lock")
            .SelectMany(file => In(File.ReadAllBytes(file), texts).Select(text => $"{Path.GetFileName(file)}: {text}"))];
    }

    /// <summary>Which of the texts stand in which table, whatever tables there are.</summary>
    public static IReadOnlyList<string> InRows(Session session, bool postgres, params string?[] texts)
    {
        var tables = session.Query(postgres
            ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'" : "SELECT name FROM sqlite_master WHERE type = 'table'",
            row => row.GetString(0));
        var found = new List<string>();
        foreach (var table in tables)
        {
            session.Each($"SELECT * FROM \"{table}\"", row =>
            {
                for (var i = 0; i < row.FieldCount; i++)
                {
                    var bytes = row.GetValue(i) is byte[] binary ? binary : Encoding.UTF8.GetBytes($"{row.GetValue(i)}");
                    found.AddRange(In(bytes, texts).Select(text => $"{table}: {text}"));
                }
            });
        }
        return found;
    }

    public static IReadOnlyList<string> In(byte[] bytes, params string?[] texts) =>
        [.. texts.OfType<string>().Where(text => Encodings(text).Any(pattern => bytes.AsSpan().IndexOf(pattern) >= 0))];

    private static IEnumerable<byte[]> Encodings(string text) =>
        [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.Latin1.GetBytes(text)];
}

/// <summary>Keeps every byte that leaves for a supplier.</summary>
internal sealed class WireTap(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly MemoryStream sent = new();

    public byte[] Sent
    {
        get
        {
            lock (sent)
                return sent.ToArray();
        }
    }

    /// <summary>Forgets what was sent until now.</summary>
    public void Clear()
    {
        lock (sent)
            sent.SetLength(0);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var head = Encoding.UTF8.GetBytes($"{request.Method} {request.RequestUri} {request.Headers}\n");
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (sent)
        {
            sent.Write(head);
            sent.Write(body);
        }
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Keeps every line of every log, at the lowest level, exceptions and all.</summary>
internal sealed class LogTap : ILoggerProvider
{
    private readonly StringBuilder text = new();

    public string Text
    {
        get
        {
            lock (text)
                return text.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => new Tap(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Tap(LogTap to, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : $"{state}";
            lock (to.text)
                to.text.Append(category).Append(' ').Append(formatter(state, exception)).Append(' ').Append(values).Append(' ').Append(exception).Append('\n');
        }
    }
}
