using System.Globalization;

namespace Cairn.Data;

/// <summary>Reads a file of the web into memory.</summary>
static class WebFile
{
    /// <summary>How long nothing may come before the address is given up.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // one for the process: a client keeps connections, and has nothing to close while the process runs
    static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <param name="address">The address, http or https.</param>
    /// <param name="length">How many bytes it should have; at most one more is read.</param>
    /// <param name="report">Is told how many bytes have come.</param>
    /// <param name="cancellation">Stops it at once.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached or has no such file.</exception>
    /// <exception cref="IOException">The answer broke off, or nothing came for <see cref="Patience"/>.</exception>
    internal static byte[] Read(Uri address, long length, Action<long> report, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            stop.CancelAfter(Patience);
            // only the asynchronous calls of the client can be cancelled while they wait; this thread waits for them
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token).GetAwaiter().GetResult();
            response.EnsureSuccessStatusCode();
            using var stream = response.Content.ReadAsStream(stop.Token);
            byte[] bytes = new byte[length + 1];
            int filled = 0;
            while (filled < bytes.Length)
            {
                stop.CancelAfter(Patience);
                int taken = stream.ReadAsync(bytes.AsMemory(filled), stop.Token).AsTask().GetAwaiter().GetResult();
                if (taken == 0) break;
                filled += taken;
                report(filled);
            }
            return bytes[..filled];
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"nothing came for {Patience.TotalSeconds} seconds"));
        }
    }
}
