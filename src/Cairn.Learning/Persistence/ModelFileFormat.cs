using System.Text;

namespace Cairn.Persistence;

/// <summary>Names and limits of a model file's header, the same for writing and reading.</summary>
static class ModelFileFormat
{
    internal const string Format = "cairn", FormatVersion = "1";

    /// <summary>The JSON text from the header's first byte to the checksum's first digit: where a Cairn file can be told from
    /// another.</summary>
    internal static ReadOnlySpan<byte> Opening => """{"__metadata__":{"checksum":" """u8[..^1];

    internal const string Metadata = "__metadata__", Checksum = "checksum", FormatKey = "format", FormatVersionKey = "format_version",
        CreatedBy = "created_by", Digest = "digest", Tree = "cairn", Facts = "facts", Notes = "notes";

    /// <summary>The hexadecimal digits of a SHA-256.</summary>
    internal const int HashDigits = 64;

    internal const int MaxLength = 100_000_000, MaxDepth = 16, MaxTensors = 4096, MaxRank = 8, MaxTensorName = 1024, MaxArtefacts = 4096,
        MaxFields = 16_384, MaxFieldsOfOne = 256, MaxNotes = 256;

    /// <summary>The most elements of a tensor: what an array holds, less the slack that aligns it.</summary>
    internal const int MaxElements = 0x7FFF_FF00;

    /// <summary>What the digest takes in for a tensor, before its bytes: <c>last.coefficients F64 [3,4]</c> and a line feed.</summary>
    internal static byte[] DigestLine(string name, DType dtype, ReadOnlySpan<int> sizes)
    {
        var line = new StringBuilder(name).Append(' ').Append(TensorBytes.NameOf(dtype)).Append(" [");
        for (int a = 0; a < sizes.Length; a++)
        {
            if (a > 0) line.Append(',');
            line.Append(System.Globalization.CultureInfo.InvariantCulture, $"{sizes[a]}");
        }
        return Encoding.UTF8.GetBytes(line.Append("]\n").ToString());
    }
}
