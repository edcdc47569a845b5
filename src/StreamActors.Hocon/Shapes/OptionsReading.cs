namespace StreamActors.Hocon.Shapes;

/// <summary>The result of reading a configuration: the options, or every error.</summary>
public sealed class OptionsReading
{
    private readonly Dictionary<Type, object?> _options;

    internal OptionsReading(HoconObject tree, Dictionary<Type, object?> options, IReadOnlyList<ConfigurationProblem> problems)
    {
        _options = options;
        Tree = tree;
        Problems = problems;
    }

    /// <summary>The effective tree with all sections: <c>Tree.Find("akka")</c> renders as text for Akka's own parser.</summary>
    public HoconObject Tree { get; }

    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <summary>Throws <see cref="ConfigurationRefused"/> with all problems, if any.</summary>
    public OptionsReading OrRefuse() => Problems.Count == 0 ? this : throw new ConfigurationRefused(Problems);

    /// <summary>The options record of its section; throws while there are problems.</summary>
    public T Get<T>()
        where T : notnull => (T)OrRefuse()._options[typeof(T)]!;
}
