using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Cairn.Persistence;

namespace Cairn.Reproducibility;

/// <summary>Writes one line for each result: its name and digests of its bits.</summary>
/// <param name="output">Where the lines go.</param>
sealed class Cases(TextWriter output)
{
    /// <summary>A result that is numbers: <c>name answers=DIGEST</c>.</summary>
    internal void Add(string name, params ReadOnlySpan<Tensor> answers) => output.WriteLine($"{name} answers={Digest(answers)}");

    /// <summary>
    /// A result that is a model: <c>name model=DIGEST answers=DIGEST file=DIGEST</c>. The first is the file's own digest of all that
    /// predictions depend on, which the version of Cairn is no part of; the last is that of the whole file.
    /// </summary>
    internal void Add(string name, IArtefact model, params ReadOnlySpan<Tensor> answers)
    {
        byte[] file = ModelFile.ToBytes(model);
        output.WriteLine($"{name} model={ModelFile.Inspect(file).Digest[..Digits]} answers={Digest(answers)} file={Hex(SHA256.HashData(file))}");
    }

    /// <summary>A text for people, whose words may change from version to version: <c>name file=DIGEST</c>.</summary>
    internal void Add(string name, string text) => output.WriteLine($"{name} file={Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");

    const int Digits = 32;

    static string Hex(byte[] hash) => Convert.ToHexStringLower(hash)[..Digits];

    static string Digest(ReadOnlySpan<Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
        {
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tensor.DType} {tensor.Shape};")));
            var values = tensor.Contiguous();
            hash.AppendData(values.DType switch
            {
                DType.Float32 => MemoryMarshal.AsBytes(values.AsReadOnlySpan<float>()),
                DType.Float64 => MemoryMarshal.AsBytes(values.AsReadOnlySpan<double>()),
                DType.Int32 => MemoryMarshal.AsBytes(values.AsReadOnlySpan<int>()),
                DType.Int64 => MemoryMarshal.AsBytes(values.AsReadOnlySpan<long>()),
                _ => throw new NotSupportedException($"A digest of {values.DType}"),
            });
        }
        return Hex(hash.GetHashAndReset());
    }
}
