/** The title of the tab: the first line of the page. */
class Title {
  text = $state('StreamActors');
}

export const title = new Title();
