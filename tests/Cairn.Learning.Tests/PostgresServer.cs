using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Cairn.Tests;

/// <summary>A PostgreSQL server of its own in a folder of its own, for as long as the tests that use it run.</summary>
/// <remarks>Looks for <c>initdb</c> on the PATH and where Debian puts it. The server refuses to run as root; then it runs as another user.</remarks>
public sealed class PostgresServer : IDisposable
{
    readonly string? _folder, _binaries, _user;

    /// <summary>Starts the server, or finds out why not.</summary>
    public PostgresServer()
    {
        _binaries = Find();
        if (_binaries is null)
        {
            Missing = "needs PostgreSQL: no initdb on the PATH or under /usr/lib/postgresql";
            return;
        }
        if (Environment.IsPrivilegedProcess)
        {
            _user = new[] { "postgres", "nobody" }.FirstOrDefault(user => Run("/usr/bin/id", ["-u", user]).Code == 0);
            if (_user is null || !File.Exists("/usr/sbin/runuser"))
            {
                Missing = "needs PostgreSQL, which does not run as root, and there is no other user to run it";
                return;
            }
        }
        _folder = Directory.CreateTempSubdirectory("cairn-pg").FullName;
        if (_user is not null) Required("/bin/chown", _user, _folder);
        string data = Path.Combine(_folder, "data");
        Start("initdb", "-D", data, "-U", "cairn", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        int port = FreePort();
        Start("pg_ctl", "-D", data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"), "start");
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=cairn;Database=postgres;Pooling=false");
    }

    /// <summary>Why there is no server, or null.</summary>
    public string? Missing { get; }

    string? ConnectionString { get; }

    /// <summary>A new, closed connection; the test is skipped when there is no server.</summary>
    public NpgsqlConnection Connection()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return new NpgsqlConnection(ConnectionString);
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public void Dispose()
    {
        if (_folder is null) return;
        if (ConnectionString is not null) Start("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    static string? Find()
    {
        if (OperatingSystem.IsWindows()) return null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Where(p => p.Length > 0).ToList();
        const string debian = "/usr/lib/postgresql";
        if (Directory.Exists(debian)) folders.AddRange(Directory.EnumerateDirectories(debian).OrderDescending(StringComparer.Ordinal).Select(d => d + "/bin"));
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }

    static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    /// <summary>Runs a program of PostgreSQL, as the user who may.</summary>
    void Start(string program, params string[] arguments)
    {
        string path = Path.Combine(_binaries!, program);
        if (_user is null) Required(path, arguments);
        else Required("/usr/sbin/runuser", ["-u", _user, "--", path, .. arguments]);
    }

    static void Required(string program, params string[] arguments)
    {
        var (code, output) = Run(program, arguments);
        if (code != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}: {output}");
    }

    static (int Code, string Output) Run(string program, string[] arguments)
    {
        // The server inherits what pg_ctl has open; its output goes nowhere, so that nobody waits for it to end.
        string log = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, program, .. arguments])
            {
                WorkingDirectory = "/",
            };
            using var process = Process.Start(start)!;
            if (!process.WaitForExit(60_000))
            {
                process.Kill();
                throw new InvalidOperationException($"{program} does not end");
            }
            return (process.ExitCode, File.ReadAllText(log));
        }
        finally
        {
            File.Delete(log);
        }
    }
}
