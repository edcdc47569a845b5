namespace StreamActors.Hocon.Shapes;

/// <summary>What reading a configuration gave: the options, or everything that is wrong.</summary>
public sealed class OptionsReading
{
    private readonly Dictionary<Type, object?> _options;

    internal OptionsReading(HoconObject tree, Dictionary<Type, object?> options, IReadOnlyList<ConfigurationProblem> problems)
    {
        _options = options;
        Tree = tree;
        Problems = problems;
    }

    /// <summary>The whole effective tree, sections of others included: <c>Tree.Find("akka")</c> renders as text for Akka's own parser.</summary>
    public HoconObject Tree { get; }

    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>Throws <see cref="ConfigurationRefused"/> with all problems, if there is one.</summary>
    public OptionsReading OrRefuse() => Problems.Count == 0 ? this : throw new ConfigurationRefused(Problems);

    /// <summary>The options record bound to its section. There is none while there are problems.</summary>
    public T Get<T>()
        where T : notnull => (T)OrRefuse()._options[typeof(T)]!;
}
