using System.IO.Compression;
using System.Security.Cryptography;
using Cairn.Persistence;

namespace Cairn.Data;

/// <summary>A file of the network that is known by its hash: fetched once, kept in a cache folder, and never used when it is not exactly
/// what was published.</summary>
public sealed record DownloadableFile
{
    /// <summary>The path of the file in the cache and in a mirror folder, parts separated by slashes: <c>mnist/train-labels-idx1-ubyte.gz</c>.</summary>
    /// <exception cref="ArgumentException">It is no plain relative path.</exception>
    public required string Name
    {
        get;
        init => field = value is not null && value.Split('/').All(IsPlain)
            ? value
            : throw new ArgumentException($"Name: '{value}' is no plain relative path such as 'mnist/labels.gz'", nameof(Name));
    }

    static bool IsPlain(string part) => part.Trim('.', ' ').Length > 0 && part.IndexOfAny(['\\', ':', '\0']) < 0;

    /// <summary>Where it can be had, tried in this order: http or https.</summary>
    /// <exception cref="ArgumentException">There is none, or one is no address of the web.</exception>
    public required ValueList<Uri> Addresses
    {
        get;
        init => field = value.Count > 0 && value.All(a => a is { IsAbsoluteUri: true, Scheme: "http" or "https" })
            ? value
            : throw new ArgumentException($"Addresses: {value} are no absolute http or https addresses", nameof(Addresses));
    }

    /// <summary>The number of bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or more than an array has room for.</exception>
    public required long Length
    {
        get;
        init => field = value >= 0 && value <= Array.MaxLength
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Length), value, $"Length must be from 0 to {Array.MaxLength}");
    }

    /// <summary>The SHA-256 of the bytes, 64 hexadecimal digits.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public required string Sha256
    {
        get;
        init => field = value is { Length: 64 } && value.All(char.IsAsciiHexDigit)
            ? value.ToLowerInvariant()
            : throw new ArgumentException($"Sha256: '{value}' is not 64 hexadecimal digits", nameof(Sha256));
    }

    /// <summary>Makes sure that the file is on this machine: from the cache, else from the mirror folder (there also packed, with
    /// <c>.gz</c> behind its name), else from the first address that gives the right bytes.</summary>
    /// <param name="options">The folders; null means the defaults.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <returns>The path of the file, whose bytes have just been checked.</returns>
    /// <exception cref="IOException">It cannot be had: the message names every address with its fault, and where to put the file by hand;
    /// or the mirror has another file of the name, or the cache cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is kept.</exception>
    public string Fetch(FetchOptions? options = null, FitContext? context = null)
    {
        options ??= new FetchOptions();
        context ??= new FitContext();
        context.ThrowIfCancelled();
        string kept = Path.Combine([options.CacheFolder, .. Name.Split('/')]);
        if (File.Exists(kept) && FaultOf(File.ReadAllBytes(kept)) is null) return kept;
        if (options.MirrorFolder is { } mirror && FromMirror(mirror, kept) is { } found) return found;
        Keep(kept, options.IsOffline ? throw Missing(kept, ["the network is not asked: FetchOptions.IsOffline is set"]) : Download(kept, context));
        return kept;
    }

    /// <summary>The file in the mirror folder, under its path or its last part alone; what is packed there is unpacked into the cache.</summary>
    string? FromMirror(string folder, string kept)
    {
        foreach (string name in (string[])[Name, Name[(Name.LastIndexOf('/') + 1)..]])
        {
            string plain = Path.GetFullPath(Path.Combine([folder, .. name.Split('/')])), packed = plain + ".gz";
            if (File.Exists(plain))
                return FaultOf(File.ReadAllBytes(plain)) is { } fault ? throw new IOException($"{Name}: the file '{plain}' of the mirror folder {fault}") : plain;
            if (!File.Exists(packed)) continue;
            byte[] bytes = Unpacked(packed);
            if (FaultOf(bytes) is { } wrong) throw new IOException($"{Name}: the file '{packed}' of the mirror folder, unpacked, {wrong}");
            Keep(kept, bytes);
            return kept;
        }
        return null;
    }

    /// <summary>At most one byte more than there should be, so that no file fills the memory.</summary>
    byte[] Unpacked(string path)
    {
        using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        byte[] bytes = new byte[Length + 1];
        try
        {
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException e)
        {
            throw new IOException($"{Name}: the file '{path}' of the mirror folder is no gzip file", e);
        }
    }

    byte[] Download(string kept, FitContext context)
    {
        var faults = new List<string>();
        foreach (var address in Addresses)
        {
            byte[]? bytes = Download(address, context, out string fault);
            if (bytes is not null && FaultOf(bytes) is { } wrong) (bytes, fault) = (null, "what came " + wrong);
            if (bytes is not null) return bytes;
            faults.Add($"{address}: {fault}");
        }
        throw Missing(kept, faults);
    }

    byte[]? Download(Uri address, FitContext context, out string fault)
    {
        fault = "";
        try
        {
            return WebFile.Read(address, Length, done => context.Report(Length == 0 ? 1 : (double)done / Length, Name), context.Cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            fault = e.Message;
            return null;
        }
    }

    static void Keep(string path, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"The cache folder of '{path}' cannot be made: {e.Message}; set CAIRN_CACHE or FetchOptions.Cache to another", e);
        }
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>What is wrong with the bytes, or null.</summary>
    string? FaultOf(byte[] bytes)
    {
        if (bytes.Length != Length) return bytes.Length > Length ? $"has more than {Length} bytes" : $"has {bytes.Length} bytes instead of {Length}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return hash == Sha256 ? null : $"has the SHA-256 {hash} instead of {Sha256}";
    }

    IOException Missing(string kept, IEnumerable<string> faults) => new($"{Name} cannot be fetched: {string.Join("; ", faults)}. "
        + $"Put the file ({Length} bytes, SHA-256 {Sha256}) at '{kept}', or into a folder that CAIRN_MIRROR or FetchOptions.Mirror names");
}
