using System.Net;
using System.Net.Sockets;

namespace Cairn.Tests;

/// <summary>A web server on this machine that answers as a test says.</summary>
sealed class WebServer : IDisposable
{
    readonly HttpListener _listener = new();
    readonly Task _serving;
    int _requests;

    internal WebServer(Action<HttpListenerContext> answer)
    {
        int port;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        Address = $"http://localhost:{port}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = Task.Run(() =>
        {
            try
            {
                while (true)
                {
                    var request = _listener.GetContext();
                    Interlocked.Increment(ref _requests);
                    try
                    {
                        answer(request);
                    }
                    catch (Exception e) when (e is IOException or HttpListenerException or ObjectDisposedException or InvalidOperationException)
                    {
                        request.Response.Abort(); // the client went away, or the test cuts the answer off
                    }
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException) { } // closed
        });
    }

    internal string Address { get; }

    internal int Requests => _requests;

    /// <summary>Answers with these bytes.</summary>
    internal static void Send(HttpListenerContext request, byte[] bytes)
    {
        request.Response.ContentLength64 = bytes.Length;
        request.Response.OutputStream.Write(bytes);
        request.Response.Close();
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait(TimeSpan.FromSeconds(5));
    }
}
